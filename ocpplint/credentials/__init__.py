"""What is secret in a text, and its redaction."""
