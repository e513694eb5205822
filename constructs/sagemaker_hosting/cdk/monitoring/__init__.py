"""What an endpoint tells: its metrics, and the alarms that roll an update back."""
