"""The version of the program, where every package may ask for it."""

__version__ = "0.1.0"
