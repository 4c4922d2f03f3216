"""Sentences to quote, made of the tables of a run: exact counts, bounds where answers are open, intervals in a sample.

Each sentence names the table and the cells that its numbers are. Nothing is rounded and nothing is compared: who quotes them can
do neither more nor less than count.
"""

from collections.abc import Mapping
from typing import NamedTuple

from crawler.model.placement import MOST_CLICKS_TO_CONTACT
from reports.shares import Coverage
from reports.table import Cell, Table
from reports.tables import claims, click_shares, reconciliation
from reports.texts.texts import Texts

NO_SHOPS = ("bad-row", "duplicate-of")
"""Rows that name no shop of their own; where there are any, sentences speak of rows."""


class Said(NamedTuple):
    """A sentence, or some that belong together, as plain text; the table that it was made of, and the cells (row and column).

    `about` is the claim it tells, `rows` for the list, or `clicks_phone`, `clicks_email`.
    """

    about: str
    text: str
    table: str
    cells: tuple[tuple[str, str], ...]


def press(tables: Mapping[str, Table], words: Texts) -> tuple[Said, ...]:
    """All sentences about a run; none but the first about a list without rows."""
    told = [listed(tables, words)]
    if tables[claims.ID].n:
        told += [claimed(tables, claim, words) for claim in claims.CLAIMS]
        told += [said for channel in ("phone", "email") if (said := clicked(tables, channel, words))]
    return tuple(told)


def listed(tables: Mapping[str, Table], words: Texts) -> Said:
    """How many rows the list has, and what became of them."""
    table = tables[reconciliation.ID]
    rows, visited, measured = (_count(table.value(code, "rows")) for code in ("in-list", "visited", "measured"))
    key = "press.rows_sample" if _sample(table) else "press.rows"
    cells = (("in-list", "rows"), ("visited", "rows"), ("measured", "rows"))
    return Said("rows", words.plain(key, count=rows, visited=visited, measured=measured), table.id, cells)


def claimed(tables: Mapping[str, Table], claim: str, words: Texts) -> Said:
    """For how many shops a claim of the table of bounds holds. Raises KeyError for no such claim, and for a list without rows."""
    table = tables[claims.ID]
    yes, waiting, most, n = (_count(table.value(claim, key)) for key in ("yes", "open", "most", "rows"))
    of = words.plain(_of(tables), count=n)
    at = words.plain("press.for_between" if waiting else "press.for", yes=yes, most=most, of=of)
    parts, used = [words.plain(f"press.{claim}", at=at)], ["yes", "rows"]
    if waiting:
        parts.append(words.plain("press.open", open=waiting))
        used += ["most", "open"]
    if _sample(table):
        low, high = (table.value(claim, key) for key in ("yes_share_low", "most_share_high"))
        parts.append(words.plain("press.population", low=low, high=high))
        used += ["yes_share_low", "most_share_high"]
    return Said(claim, " ".join(parts), table.id, tuple((claim, key) for key in used))


def clicked(tables: Mapping[str, Table], channel: str, words: Texts) -> Said | None:
    """How many clicks away a channel is; None where it is not shown, or no clicks are known."""
    table = tables[click_shares.ID]
    used = ("shown", f"within_{MOST_CLICKS_TO_CONTACT}", "mean")
    shown, within, mean = (table.value(channel, key) for key in used)
    if not shown:
        return None
    text = words.plain(f"press.clicks_{channel}", count=shown, within=within, clicks=MOST_CLICKS_TO_CONTACT, mean=mean)
    return Said(f"clicks_{channel}", text, table.id, tuple((channel, key) for key in used))


def _of(tables: Mapping[str, Table]) -> str:
    rows = tables[reconciliation.ID]
    named = "rows" if {row.cells[0] for row in rows.rows} & {*NO_SHOPS} else "shops"
    return f"press.of_{named}_sample" if _sample(rows) else f"press.of_{named}"


def _sample(table: Table) -> bool:
    return table.coverage is Coverage.SAMPLE


def _count(cell: Cell) -> int:
    if not isinstance(cell, int):
        raise TypeError(f"{cell!r} is no count")
    return cell
