"""Whether a sentence says what its quotes say: verbatim, in number, unit, modal and negation."""
