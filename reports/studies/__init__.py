"""The known studies of shops' contact data, one TOML file each, and what this run gives in their form."""
