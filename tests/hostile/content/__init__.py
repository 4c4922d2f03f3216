"""Content that attacks: cases as data, and what must come of them."""
