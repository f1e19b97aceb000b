"""Limits on documents: hostile and broken inputs reach them, real ones do not."""

MAX_DEPTH = 256
"""Objects and lists inside one another. Known station configurations stay under ten."""

MAX_PROBLEMS = 20
"""Syntax problems kept of one document: past these, it is not in the syntax it was taken for."""

MAX_ALIASED_NODES = 1_000_000
"""Nodes that YAML aliases may add to those written (the "billion laughs" bound)."""

MAX_CELLS = 1_000_000
"""Cells of tables, or elements and attributes of XML, that are read of one document."""

TOO_DEEP = f"more than {MAX_DEPTH} objects and lists stand inside one another; what is further inside was not read"
TOO_LARGE = "the aliases unfold too far or too deep; what they stand for was not read"

TOO_MANY_CELLS = f"this has more than {MAX_CELLS:,} cells or elements; the rest was not read"
ENTITIES = "this declares entities, whose content stands nowhere in the document; it was not read"

MAX_EMBEDDING_DEPTH = 3
"""Documents inside strings of one another: a manifest in a values file in a list of manifests."""

MAX_EMBEDDED_CHARACTERS = 10_000_000
"""Text in strings of one document that is read as documents or decoded, all depths together. A manifest of Kubernetes
holds 1 MiB."""

TOO_MUCH_EMBEDDED = "more text stands in strings of this document than is read; what stands here was not read"

KINDS = {
    TOO_DEEP: "too-deep",
    TOO_LARGE: "too-large",
    TOO_MANY_CELLS: "too-large",
    ENTITIES: "unreadable",
    TOO_MUCH_EMBEDDED: "too-large",
}
"""The messages of problems that are ours and not the document's, with the kind of trouble they are."""
