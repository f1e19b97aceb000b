"""Bundled data, data files and the cache of what is compiled from them."""
