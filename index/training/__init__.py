"""What was learned, and how to learn it again: the projection and the ranker's weights."""
