"""JSON, JSON with comments and YAML, parsed to one tree with positions."""
