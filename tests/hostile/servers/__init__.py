"""Servers that attack, case by case: what each does, and what must come of the visit."""
