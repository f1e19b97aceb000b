"""What happened to the settings of each station: who wrote what, what was answered, and what was read back."""
