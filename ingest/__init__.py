"""Sources become sections, and sections become passages, with no word lost."""
