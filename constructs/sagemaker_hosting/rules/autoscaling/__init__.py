"""Rules about Application Auto Scaling of production variants."""
