"""What rules find, and what becomes of it."""
