"""Model Monitor: jobs that look at captured data on a schedule, and alarms on what they find."""
