"""The sentences at the head of the report and of its summary."""

from collections.abc import Mapping

from markupsafe import Markup, escape

from reports.table import Table
from reports.texts.press import press
from reports.texts.texts import Texts

IN_SHORT = frozenset({"rows", "both-logical", "no-phone-anywhere", "no-email-anywhere", "clicks_phone", "clicks_email"})
"""The sentences that are told first, by what they are about."""


def in_short(tables: Mapping[str, Table], words: Texts) -> tuple[Markup, ...]:
    """The sentences at the head of the report; every number in them is a cell of a table."""
    return (*first_sentences(tables, words), words.html("index.short_open"))


def first_sentences(tables: Mapping[str, Table], words: Texts) -> tuple[Markup, ...]:
    """What the tables say, in sentences; of a sample with what it says of the shops it was drawn from."""
    return tuple(escape(said.text) for said in press(tables, words) if said.about in IN_SHORT)
