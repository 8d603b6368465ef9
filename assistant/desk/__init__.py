"""The staff desk's decisions, without a page: who may do what, and what was asked and done."""
