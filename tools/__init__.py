"""Tools that measure the program from outside: none imports ocpplint, so each works on any version of it."""
