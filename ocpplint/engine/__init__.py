"""Rules: packs, operators and the evaluator."""
