"""Messages judged: framing, schema, direction, pairing and order."""
