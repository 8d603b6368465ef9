"""Records become HTML here, escaped piece by piece; what is drawn was decided elsewhere."""
