"""Rules: the condition language, the packs and the judging."""
