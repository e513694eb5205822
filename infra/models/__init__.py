"""The models that this application serves, each with its training script and handler."""
