"""The street: fake shops served on loopback under their own host names, and the truth about each."""
