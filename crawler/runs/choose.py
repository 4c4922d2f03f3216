"""Which shops of the list to visit now: those not done yet, or with `--retry` those that came out undetermined."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crawler.model.reason import Reason
from crawler.model.row import Row
from crawler.runs.settings import UNDETERMINED, BrowserUse
from crawler.spiders.plan import Errand

UNRENDERED = "not-rendered"
"""Begins the note about a visit that no browser could make anew; the reason follows it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What the store has: the number of each shop's last visit, and its reasons (None where settled).

    `recorded` are shops of which a person recorded a visit: the program did not get as far, and would put its own in place of it.
    """

    last: Mapping[str, int]
    outcomes: Mapping[str, tuple[Reason | None, ...]]
    recorded: frozenset[str] = frozenset()


def errands(rows: Iterable[Row], done: Done, retry: str) -> list[Errand]:
    """Give the visits to make, in the order of the list."""
    shops = [row.shop for row in rows if row.shop is not None]
    if not retry:
        return [Errand(shop=shop) for shop in shops if shop.id not in done.last]
    return [
        Errand(shop=shop, number=done.last[shop.id] + 1)
        for shop in shops
        if shop.id not in done.recorded and _again(done.outcomes.get(shop.id, ()), retry)
    ]


def renderings(
    rows: Iterable[Row], done: Done, looked_at: Mapping[str, tuple[int, tuple[str, ...]]], use: BrowserUse
) -> list[Errand]:
    """Give the visits to make with a browser: shops that nobody looked at so, and where that may settle what is open.

    `looked_at` is the number of pages rendered in each shop's last visit, and what was noted about it.
    """
    shops = (row.shop for row in rows if row.shop is not None)
    waiting = [shop for shop in shops if shop.id in done.last and shop.id not in done.recorded]
    return [
        Errand(shop=shop, number=done.last[shop.id] + 1)
        for shop in waiting
        if use is not BrowserUse.NEVER and not _looked(*looked_at[shop.id]) and _may_settle(done.outcomes[shop.id], use)
    ]


def _looked(rendered: int, findings: tuple[str, ...]) -> bool:
    return rendered > 0 or any(finding.startswith(UNRENDERED) for finding in findings)


def _may_settle(reasons: tuple[Reason | None, ...], use: BrowserUse) -> bool:
    """Whether a look with a browser may settle something; a shop that was not read over HTTP is not tried."""
    if reasons[0] not in {None, Reason.NEEDS_BROWSER}:
        return False
    return use is BrowserUse.ALWAYS or Reason.NEEDS_BROWSER in why_undetermined(reasons)


def why_undetermined(reasons: tuple[Reason | None, ...]) -> frozenset[Reason]:
    """Why phone or e-mail of a shop is undetermined: the visit's own reason, else theirs; empty where both are settled.

    `reasons` as the store gives them: the visit's, the phone's, the e-mail's, then those of other channels, which do not count.
    """
    whole, channels = reasons[:1], reasons[1:3]
    return frozenset(reason for reason in (whole if any(whole) else channels) if reason)


def _again(reasons: tuple[Reason | None, ...], retry: str) -> bool:
    why = why_undetermined(reasons)
    return bool(why - {Reason.PURGED}) if retry == UNDETERMINED else Reason(retry) in why  # erased on purpose: asked for by name
