"""Rules about subnets, security groups and interface endpoints."""
