"""Reporters write the results. One module per format; only the selected one is imported.

All output passes the gate in ``gate``: it cannot drive a terminal, inject a command into a
build log or show a credential.
"""
