"""What persons do with a run: look by hand, check what the program says, hear the shops, and let their names be published."""
