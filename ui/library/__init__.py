"""The law and the pages to read: browse, search, and every pinpoint with an address."""
