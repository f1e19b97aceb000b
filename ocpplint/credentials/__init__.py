"""Credentials in texts, and their redaction."""
