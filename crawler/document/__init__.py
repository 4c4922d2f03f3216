"""Parse a capture once into a Document; the engines stand behind this door."""
