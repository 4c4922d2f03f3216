"""Whose value is it, and what for: each can `attribute`."""
