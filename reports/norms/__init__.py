"""Strict reader of the countries' norm packs beside it."""
