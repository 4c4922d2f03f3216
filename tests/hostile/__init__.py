"""Pages that attack the parsers."""
