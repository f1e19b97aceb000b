"""What stations have beside what they should have: drift, difference and plan."""
