"""Other entrances to a visit than the network: evidence that was kept, recordings that people made."""
