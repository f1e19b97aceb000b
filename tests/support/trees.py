"""Trees of documents in a form that compares, and the places of all their nodes."""

from ocpplint.documents.tree import Document, Node, Number, Object, SyntaxProblem

Route = tuple[int, ...]


def plain(node: Node) -> object:
    """A node in comparable form: members as pairs, numbers marked."""
    match node:
        case Object():
            return {"members": [(key, plain(value)) for key, value in node.members]}
        case list():
            return [plain(item) for item in node]
        case Number():
            return ("number", str(node))
    return node


def members(*pairs: tuple[str, object]) -> dict[str, object]:
    return {"members": list(pairs)}


def number(text: str) -> tuple[str, str]:
    return ("number", text)


def roots(document: Document) -> list[object]:
    return [plain(root) for root in document.roots]


def routes(node: Node, route: Route) -> list[tuple[Route, str | None, Node]]:
    """Every node below and at a route, with its key."""
    found: list[tuple[Route, str | None, Node]] = [(route, None, node)]
    children: list[tuple[str | None, Node]] = []
    if isinstance(node, Object):
        children = list(node.members)
    elif isinstance(node, list):
        children = [(None, item) for item in node]
    for index, (key, child) in enumerate(children):
        inner = routes(child, (*route, index))
        found += [((*route, index), key, child), *inner[1:]]
    return found


def all_routes(document: Document) -> list[tuple[Route, str | None, Node]]:
    return [entry for index, root in enumerate(document.roots) for entry in routes(root, (index,))]


def flagged(document: Document, problem: SyntaxProblem) -> str:
    return document.text[problem.span.start : problem.span.end]


def problems(document: Document) -> list[tuple[str, str]]:
    """What was expected, and the text it was found missing at."""
    return [
        (problem.message.partition(", found")[0].removeprefix("expected "), flagged(document, problem))
        for problem in document.problems
    ]


def key_text(document: Document, route: Route) -> str:
    span = document.spans(route).key
    return "" if span is None else document.text[span.start : span.end]


def value_text(document: Document, route: Route) -> str:
    span = document.spans(route).value
    return document.text[span.start : span.end]


def flat(document: Document) -> list[tuple[str, object]]:
    """The scalars of a document by their dotted keys, in the order of the text."""
    found = [
        (document.spans(route).value.start, ".".join(_keys(document, route)), node)
        for route, _, node in all_routes(document)
        if not isinstance(node, Object | list)
    ]
    return [(key, node) for _, key, node in sorted(found, key=lambda entry: entry[0])]


def _keys(document: Document, route: Route) -> list[str]:
    node: Node = document.roots[route[0]]
    keys = []
    for step in route[1:]:
        if isinstance(node, Object):
            key, node = node.members[step]
            keys.append(key)
        elif isinstance(node, list):
            node = node[step]
            keys.append(str(step))
    return keys
