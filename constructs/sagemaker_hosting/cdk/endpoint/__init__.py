"""Endpoints: variants, configurations, the endpoint itself, and the kinds of endpoint."""
