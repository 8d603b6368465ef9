"""Attacks and faults, made on purpose and counted: `python -m evals.reliability attack | faults`."""
