"""Which configuration applies to which input: the nearest one above it."""

import os
from collections.abc import Sequence

from ocpplint.config.configuration import Config, load_config, load_found, search
from ocpplint.sources.repository import confines


class Configs:
    """The configurations of a run, each loaded once.

    ``chosen`` is the file that the user names, which then applies to everything. Else each input goes by the nearest
    configuration in its folder or above, and one that has none above by that of the current folder. Those may name what
    stands in their repositories and in the folders ``outside``. Raises
    ``DataFileError``, when it is asked for, for a configuration that can't be used.
    """

    def __init__(self, chosen: str | None = None, outside: Sequence[str] = ()) -> None:
        self._chosen, self._outside = chosen, outside
        self._loaded: dict[str | None, Config] = {}
        self._above: dict[str, str | None] = {}

    def here(self) -> Config:
        """Return the configuration of the current folder, or the chosen one."""
        return self._load(self._nearest(os.getcwd()) if self._chosen is None else self._chosen)

    def of(self, path: str) -> Config:
        """Return the configuration for the input at ``path``."""
        if self._chosen is not None:
            return self.here()
        found = self._nearest(os.path.dirname(os.path.abspath(path)))
        return self.here() if found is None else self._load(found)

    def _load(self, path: str | None) -> Config:
        config = self._loaded.get(path)
        if config is None:
            config = self._loaded[path] = self._read(path)
        return config

    def _read(self, path: str | None) -> Config:
        if path is None:
            return Config(within=confines("", self._outside))
        return load_config(path) if path == self._chosen else load_found(path, self._outside)

    def _nearest(self, folder: str) -> str | None:
        if folder not in self._above:
            self._above[folder] = search(folder, self._above)
        return self._above[folder]
