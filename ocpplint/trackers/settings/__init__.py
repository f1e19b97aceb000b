"""Settings enriched by the profile and the device model: scope, connector, value faults."""
