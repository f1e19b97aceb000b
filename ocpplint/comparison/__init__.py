"""Comparison of known and desired configurations: drift, difference and plan."""
