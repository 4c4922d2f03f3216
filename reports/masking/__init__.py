"""What is personal is left out of what is published."""
