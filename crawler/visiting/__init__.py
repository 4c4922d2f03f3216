"""The pure part of a visit: where to look next, what a page is, where a channel stands."""
