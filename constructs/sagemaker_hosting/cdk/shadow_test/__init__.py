"""Shadow tests: a new model tried on real requests for a limited time."""
