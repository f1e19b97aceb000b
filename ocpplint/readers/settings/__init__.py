"""The formats of settings."""
