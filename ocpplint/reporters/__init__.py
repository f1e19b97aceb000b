"""Reporters say what was found. One module a format; only the chosen one is imported.

Everything that goes out passes the gate in ``safe_text``: it cannot drive a terminal, inject a command into a
build log or show a credential.
"""
