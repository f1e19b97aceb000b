"""What other programs are given to work with ocpplint: hooks for pre-commit, completion for shells."""
