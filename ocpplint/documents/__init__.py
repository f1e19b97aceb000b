"""JSON and YAML, parsed to one tree with positions."""
