"""Files for other programs: hooks for pre-commit, completion for shells."""
