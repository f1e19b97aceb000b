"""How much of a document is read: hostile and broken inputs end here, honest ones never do."""

MAX_DEPTH = 256
"""Objects and lists inside one another. Known station configurations stay under ten."""

MAX_PROBLEMS = 20
"""Syntax problems kept of one document: past these, it is not in the syntax it was taken for."""

MAX_ALIASED_NODES = 1_000_000
"""Nodes that YAML aliases may add to those written (the "billion laughs" bound)."""
