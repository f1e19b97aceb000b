"""The documentation's site: what is made of rules, profiles and commands when MkDocs builds it."""
