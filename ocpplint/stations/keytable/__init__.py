"""Tables of configuration keys in the documentation of stations, and the profiles made from them."""
