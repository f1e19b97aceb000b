"""The condition language of rules: a subset of CEL."""
