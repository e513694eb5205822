"""What is done with endpoints around the clock: logs, off-hours, expiry."""
