"""The values of configuration keys: syntaxes and faults."""
