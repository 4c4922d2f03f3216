"""The browser: where one is."""
