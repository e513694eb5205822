"""Rules about asynchronous endpoints."""
