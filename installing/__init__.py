"""What bootstrap.py does with the standard library alone, once it knows that Python is new enough."""
