"""The tables of configuration keys in the documentation that stations carry, and the profiles made from them."""
