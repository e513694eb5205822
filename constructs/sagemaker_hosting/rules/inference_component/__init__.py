"""Rules about inference components."""
