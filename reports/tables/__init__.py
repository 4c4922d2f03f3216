"""One file per published table: COLUMNS and rows(verdicts)."""
