"""Rules about what may change from one deployment to the next."""
