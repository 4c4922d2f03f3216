"""Ways in which pages hide values from harvesters: each module `decode`s one of them."""
