"""Sources become sentences: which stretches answer, what makes them true, and how they read."""
