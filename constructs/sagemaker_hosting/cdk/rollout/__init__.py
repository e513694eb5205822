"""How an update moves traffic to the new fleet: one strategy a file."""
