"""What every part shares: errors, findings, token detection, names. Standard library only."""
