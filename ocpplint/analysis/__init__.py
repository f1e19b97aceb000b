"""The application: what a run reads, judges and returns, without a command line."""
