"""Rules about callers of endpoints, whose code stands in the template."""
