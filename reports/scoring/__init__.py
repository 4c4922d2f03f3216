"""Points and bands, from a public table."""
