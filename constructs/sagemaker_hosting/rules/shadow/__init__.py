"""Rules about shadow variants and shadow tests."""
