"""Charts: the geometry of an SVG picture, made of a table; the template only draws it."""
