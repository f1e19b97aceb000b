"""The context of each station of a trace."""
