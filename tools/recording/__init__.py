"""Recording what every command says about fixed inputs, and comparing two such recordings."""
