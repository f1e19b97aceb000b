"""Checks of messages: framing, schema, direction, pairing and order."""
