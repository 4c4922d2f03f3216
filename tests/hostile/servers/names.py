"""Attacks with names: what a name server tells, and what it tells the next time."""

from collections.abc import Mapping, Sequence
from functools import partial

from crawler.model.reason import Reason
from tests.hostile.servers.line import HOME, Case, Line, add

SHOPS = "127.0.0.2"
"""The one address that a visit may connect to: all shops are there."""
HERE, HOME_NETWORK = [SHOPS], ["127.0.0.1"]
SILENT = ["silent"]
INSIDE = ("inside.example", "localhost", "printer.local", "db.internal", "a.internal")
"""Names that lead into the visitor's own network."""

Answers = Sequence[Sequence[str]]
NAMES: Mapping[str, tuple[Answers, Reason | None]] = {
    "name-of-loopback": ([HOME_NETWORK], Reason.REFUSED),
    "name-of-the-metadata": ([["169.254.169.254"]], Reason.REFUSED),
    "name-of-loopback-mapped": ([["::ffff:127.0.0.1", "::1"]], Reason.REFUSED),
    "name-of-two-worlds": ([["127.0.0.1", "10.0.0.1", SHOPS]], None),
    "name-that-turns-at-the-first-connection": ([HERE, HERE, HOME_NETWORK], Reason.REFUSED),
    "name-that-turns-for-the-page": ([HERE, HERE, HERE, HOME_NETWORK], Reason.REFUSED),
    "name-that-turns-after-the-page": ([*[HERE] * 8, HOME_NETWORK], None),
    "name-of-ten-thousand-addresses": ([[f"10.0.{number // 250}.{number % 250}" for number in range(10_000)]], Reason.REFUSED),
    "name-of-no-address": ([["<script>"]], Reason.DNS),
    "name-of-nothing": ([[]], Reason.DNS),
    "name-that-nobody-answers-for": ([SILENT], Reason.DNS),
}
"""What the name servers answer one time after the other, the last for ever, and what comes of the visit.

A visit asks for a page: one look-up to check it, one to check its robots.txt, one to connect for that, one to connect for the page;
and where a name leads nowhere, all that again with `www.` before it.
"""


async def welcome(line: Line) -> None:
    """Show the shop."""
    await line.reply(HOME)


for _name, (_, _reason) in NAMES.items():
    add(Case(name=_name, answer=partial(welcome), reason=_reason))


def answers() -> dict[str, Answers]:
    """What the name servers answer for the names that are no shop of the street."""
    told: dict[str, Answers] = {f"{name}.example": answers for name, (answers, _) in NAMES.items()}
    return {**told, **{name: [HOME_NETWORK] for name in INSIDE}, "not-there.example": []}
