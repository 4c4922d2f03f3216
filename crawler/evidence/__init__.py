"""What was received, kept so that others can check it."""
