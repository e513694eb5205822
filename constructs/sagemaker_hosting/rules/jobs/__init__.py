"""Rules about jobs: what starts them, and the requests that are sent."""
