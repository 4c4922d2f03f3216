"""One file per criterion: each can `judge` a dossier against a norm."""
