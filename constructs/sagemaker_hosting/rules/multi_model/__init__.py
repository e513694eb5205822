"""Rules about models that host many artifacts, or several containers."""
