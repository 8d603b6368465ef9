"""What was learned, and how to learn it again: the encoder's adapter and the ranker's weights."""
