"""One run over a list: progress, resume, retry."""
