"""Where this repository is published: the one place that says so is ``extra.repository`` in ``mkdocs.yml``.

Pages name it by a placeholder, so that a copy of the repository need not change them.
"""

from urllib.parse import urlsplit

ADDRESS = "<this repository>"
"""Stands for the address that git clones from."""
PATH = "<path of this repository>"
"""Stands for owner and name, or group and name, by which a service names its own repositories."""


def with_repository(markdown: str, address: str) -> str:
    """Put the address of the repository, and its path on its server, into a page; nothing, if there is no address."""
    if not address:
        return markdown
    path = urlsplit(address).path.strip("/").removesuffix(".git")
    return markdown.replace(ADDRESS, address).replace(PATH, path)
