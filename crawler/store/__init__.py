"""The only wall between crawl and report: SQLite by sqlite-utils."""
