"""Facts that follow from other facts, worked out as they stream by."""
