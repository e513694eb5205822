"""What a platform team sets once for every endpoint in a scope."""
