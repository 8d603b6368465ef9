"""Questions with known evidence become runs, metrics and a report."""
