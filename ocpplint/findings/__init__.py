"""Findings, suppressions, the baseline and cached results."""
