"""The tables of the report, in their order."""

from reports.table import TablesUnit, TableUnit
from reports.tables import (
    audit_errors,
    audit_sample,
    bands,
    both_channels,
    channel_counts,
    channel_means,
    channels_offered,
    chat_vendors,
    claims,
    click_shares,
    clicks,
    countries,
    email_quality,
    gates,
    legal_only,
    named,
    open_answers,
    phone_quality,
    place_classes,
    platforms,
    reconciliation,
    replies,
    review_states,
    segments,
)

TABLES: tuple[TableUnit, ...] = (
    reconciliation,
    place_classes,
    open_answers,
    both_channels,
    claims,
    clicks,
    click_shares,
    legal_only,
    gates,
    phone_quality,
    email_quality,
    channel_counts,
    channels_offered,
    channel_means,
    review_states,
    replies,
    named,
    bands,
    audit_sample,
    audit_errors,
)

SEVERAL: tuple[TablesUnit, ...] = (segments, countries, platforms, chat_vendors)
"""The units that give several tables."""
