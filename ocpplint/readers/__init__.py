"""Readers: from bytes to facts, one module per input format."""
