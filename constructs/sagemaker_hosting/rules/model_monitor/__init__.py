"""Rules about monitoring schedules and the job definitions of Model Monitor."""
