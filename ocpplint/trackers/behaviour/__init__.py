"""The behaviour of stations over time: boots, heartbeats, statuses, sessions and meters."""
