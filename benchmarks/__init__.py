"""How long ocpplint takes beside other linters: ratios of programs run side by side on the same machine."""
