"""Reading an artifact once, forward, without trusting it."""
