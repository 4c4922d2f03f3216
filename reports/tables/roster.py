"""The tables of the report, in their order."""

from reports.table import TablesUnit, TableUnit
from reports.tables import (
    audit_errors,
    audit_sample,
    bands,
    both_channels,
    claims,
    click_shares,
    clicks,
    open_answers,
    place_classes,
    reconciliation,
    replies,
    review_states,
)

TABLES: tuple[TableUnit, ...] = (
    reconciliation,
    place_classes,
    open_answers,
    both_channels,
    claims,
    clicks,
    click_shares,
    review_states,
    replies,
    bands,
    audit_sample,
    audit_errors,
)

SEVERAL: tuple[TablesUnit, ...] = ()
"""The units that give several tables."""
