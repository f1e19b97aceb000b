"""The life of each station in a trace: boots, heartbeats, statuses, sessions and meters, followed as they stream by."""
