"""CloudWatch dashboards of endpoints and inference components of every kind."""
