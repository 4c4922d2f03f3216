"""The tables of the report, in their order."""

from reports.table import TablesUnit, TableUnit
from reports.tables import bands, both_channels, claims, click_shares, clicks, open_answers, place_classes, reconciliation

TABLES: tuple[TableUnit, ...] = (reconciliation, place_classes, open_answers, both_channels, claims, clicks, click_shares, bands)

SEVERAL: tuple[TablesUnit, ...] = ()
"""The units that give several tables."""
