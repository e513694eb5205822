"""Rules about serverless variants."""
