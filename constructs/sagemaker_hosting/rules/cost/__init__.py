"""Rules about what a declaration costs without need."""
