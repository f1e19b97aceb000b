"""Readers: bytes to facts, one file a shape."""
