"""Pure functions: each takes a case and what was produced and gives a number, or None where it does not apply."""
