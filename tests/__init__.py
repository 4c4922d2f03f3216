"""Tests: a test is a sentence, a case is a file."""
