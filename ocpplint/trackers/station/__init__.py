"""What is known of each station of a trace."""
