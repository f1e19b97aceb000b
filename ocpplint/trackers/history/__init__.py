"""The history of each station's settings: writes, answers and reports."""
