"""Rules about model packages and their groups."""
