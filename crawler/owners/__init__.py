"""Rules that tell whose a value is and what it is for: each module `attribute`s on one ground."""
