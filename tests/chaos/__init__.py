"""Audits that are killed at random moments, lose their browser or run out of disk, and end as undisturbed ones do.

`python -m tests.chaos --seeds 50` makes such runs and prints figures; `test_chaos.py` makes a few.
"""
