"""Shops judged from archives that others made (WARC, WACZ): found on the disk, indexed, and answering in place of the network."""
