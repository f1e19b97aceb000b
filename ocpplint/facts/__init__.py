"""The fact types: what readers and trackers say about inputs, and what rules may ask about."""
