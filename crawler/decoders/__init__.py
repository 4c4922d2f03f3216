"""One file per way of hiding an address: each can `decode`."""
