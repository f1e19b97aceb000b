"""The configuration: `ocpplint.toml`, or `[tool.ocpplint]` in `pyproject.toml`."""
