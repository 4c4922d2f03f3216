"""One file per way out: HTML, CSV, JSON Lines."""
