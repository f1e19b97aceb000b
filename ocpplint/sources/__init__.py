"""Files, folders, patterns and standard input: what there is to read, and which files belong together."""
