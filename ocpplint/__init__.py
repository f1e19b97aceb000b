"""ocpplint: a static analyzer and linter for the configuration of EV charging stations that speak OCPP."""

__version__ = "0.1.0"

SITE = "https://ocpplint.dev"
"""Where the documentation is published: findings, schemas and the site itself have their addresses from here."""
