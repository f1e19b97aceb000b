"""Files, folders, patterns and standard input: the inputs, and which files belong together."""
