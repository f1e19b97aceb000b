"""Fixes applied: configuration files edited in place, with minimal changes.

The edits are made in memory, round by round, and each is verified by reading and checking the result. Only
then is a file replaced, whole. Traces and logs are evidence and are never rewritten.
"""
