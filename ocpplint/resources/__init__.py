"""Bundled data, data files and the cache of their compiled form."""
