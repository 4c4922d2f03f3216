"""One file per place to look: each can `find`."""
