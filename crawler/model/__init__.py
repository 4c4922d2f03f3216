"""The types at the borders between the rooms: frozen records and the closed lists of the method."""
