"""Many machines or processes over one list: its parts are audited apart, and merged into one run."""
