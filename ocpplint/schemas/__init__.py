"""The requirements of OCPP on payloads: the schemas of each version, the clauses of its text, and messages.

The JSON schemas come from the installed package ``ocpp``; none is copied. Only traces need this package.
"""
