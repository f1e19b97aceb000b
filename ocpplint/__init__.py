"""ocpplint: a static analyzer and linter for the configuration of EV charging stations that speak OCPP."""

__version__ = "0.1.0"
