"""Places to look for values: each module that has `find` looks in one of them."""
