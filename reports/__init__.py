"""What it means: norms, criteria, scores, tables, texts. Never crawls."""
