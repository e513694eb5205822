"""Batch transform: a model over data in S3, without an endpoint."""
