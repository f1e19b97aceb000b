"""Trackers: facts derived from the stream of other facts."""
