"""The staff desk's pages; what they show is decided in `assistant.desk` and its neighbours."""
