"""The stacks of an environment: one for each thing that changes at a speed of its own."""
