"""Autoscaling of production variants."""
