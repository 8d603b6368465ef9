"""A question becomes a cited answer, or an honest word on whom to ask."""
