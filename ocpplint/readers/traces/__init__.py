"""OCPP-J frames in traces and logs."""
