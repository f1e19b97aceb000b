"""Files, folders and standard input, opened and unpacked."""
