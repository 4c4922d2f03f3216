"""What differs between two judgements of the same list: place classes, values, findings, scores and bands, row by row."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from crawler.model.placement import PLACED
from crawler.model.sighting import Channel
from reports.answers import unmeasured
from reports.finding import Finding
from reports.outputs.csv_table import csv_lines
from reports.verdict import Verdict

FILE = "differences.csv"
_MET = {True: "met", False: "not met", None: "not judged"}


class Difference(NamedTuple):
    """One answer about one row of the list, before and after; `what` is `outcome`, `score`, `band`, a channel or a criterion."""

    line: int
    shop: str
    what: str
    before: str
    after: str


def differences(before: Iterable[Verdict], after: Iterable[Verdict]) -> Iterator[Difference]:
    """Compare the verdicts of two runs over the same list. Raises ValueError where one has more rows."""
    for old, new in zip(before, after, strict=True):
        row = old.dossier.row
        shop = row.shop.id if row.shop else ""
        told, now = answers(old), answers(new)
        for what in {**told, **now}:
            if told.get(what, "") != now.get(what, ""):
                yield Difference(row.line, shop, what, told.get(what, ""), now.get(what, ""))


def answers(verdict: Verdict) -> dict[str, str]:
    """Every answer about a row as text, by what it is about."""
    return {
        "outcome": str(unmeasured(verdict.dossier) or "measured"),
        **{channel.value: _placed(verdict, channel) for channel in PLACED},
        **{item.criterion: _found(item) for item in verdict.findings},
        "norm": verdict.norm,
        "score": "" if verdict.score is None else f"{verdict.score:g}",
        "band": verdict.band or "",
    }


def write(found: Iterable[Difference], path: Path) -> int:
    """Write the differences as CSV; give how many there are. Raises OSError as writing files does."""
    count = 0
    with csv_lines(path) as line:
        line(Difference._fields)
        for item in found:
            line(item)
            count += 1
    return count


def _found(item: Finding) -> str:
    norm = f" ({item.norm.item} {item.norm.status}, {_MET[item.norm.met]})" if item.norm else ""
    return f"{item.outcome}: {item.reason}{norm}"


def _placed(verdict: Verdict, channel: Channel) -> str:
    placement = verdict.dossier.placement(channel)
    if placement is None:
        return ""
    reason = f" ({placement.reason})" if placement.reason else ""
    clicks = "" if placement.clicks is None else f", {placement.clicks} clicks"
    values = ", ".join(sorted({item.value for item in verdict.dossier.own(channel)}))
    return f"{placement.place_class}{reason}{clicks}{': ' if values else ''}{values}"
