"""What stations have and what they should have: known configurations, compared, and the way from one to the other."""
