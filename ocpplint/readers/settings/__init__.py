"""The shapes settings are written in."""
