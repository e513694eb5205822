"""Rules about CloudWatch alarms on endpoints."""
