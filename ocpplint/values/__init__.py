"""The values of configuration keys: how they are written, and what is wrong with one."""
