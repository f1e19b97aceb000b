"""Which configuration applies to which input: the nearest one above it."""

import os

from ocpplint.config import Config, load_config, search


class Configs:
    """The configurations of a run, each loaded once.

    ``chosen`` is the file that the user names, which then applies to everything. Else each input goes by the nearest
    configuration in its folder or above, and one that has none above by that of the current folder. Raises
    ``DataFileError``, when it is asked for, for a configuration that can't be used.
    """

    def __init__(self, chosen: str | None = None) -> None:
        self._chosen = chosen
        self._loaded: dict[str | None, Config] = {}
        self._above: dict[str, str | None] = {}

    def here(self) -> Config:
        """Return the configuration of the current folder, or the chosen one."""
        return self._load(self._chosen or self._nearest(os.getcwd()))

    def of(self, path: str) -> Config:
        """Return the configuration for the input at ``path``."""
        if self._chosen is not None:
            return self.here()
        found = self._nearest(os.path.dirname(os.path.abspath(path)))
        return self.here() if found is None else self._load(found)

    def _load(self, path: str | None) -> Config:
        config = self._loaded.get(path)
        if config is None:
            config = self._loaded[path] = Config() if path is None else load_config(path)
        return config

    def _nearest(self, folder: str) -> str | None:
        if folder not in self._above:
            self._above[folder] = search(folder, self._above)
        return self._above[folder]
