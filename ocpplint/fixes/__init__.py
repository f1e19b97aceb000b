"""Fixes applied: configuration files edited in place, in as few characters as will do.

The edits are made in memory, round by round, and each is proven there by reading and judging the result. Only
then is a file replaced, whole. Traces and logs are evidence and are never rewritten.
"""
