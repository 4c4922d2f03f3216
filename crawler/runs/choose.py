"""Which shops of the list to visit now: those not done yet, or with `--retry` those that came out undetermined."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crawler.model.reason import Reason
from crawler.model.row import Row
from crawler.runs.settings import UNDETERMINED
from crawler.spiders.plan import Errand


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What the store has: the number of each shop's last visit, and its reasons (None where settled)."""

    last: Mapping[str, int]
    outcomes: Mapping[str, tuple[Reason | None, ...]]


def errands(rows: Iterable[Row], done: Done, retry: str) -> list[Errand]:
    """Give the visits to make, in the order of the list."""
    shops = [row.shop for row in rows if row.shop is not None]
    if not retry:
        return [Errand(shop=shop) for shop in shops if shop.id not in done.last]
    return [Errand(shop=shop, number=done.last[shop.id] + 1) for shop in shops if _again(done.outcomes.get(shop.id, ()), retry)]


def why_undetermined(reasons: tuple[Reason | None, ...]) -> frozenset[Reason]:
    """Why phone or e-mail of a shop is undetermined: the visit's own reason, else theirs; empty where both are settled.

    `reasons` as the store gives them: the visit's, the phone's, the e-mail's, then those of other channels, which do not count.
    """
    whole, channels = reasons[:1], reasons[1:3]
    return frozenset(reason for reason in (whole if any(whole) else channels) if reason)


def _again(reasons: tuple[Reason | None, ...], retry: str) -> bool:
    why = why_undetermined(reasons)
    return bool(why) if retry == UNDETERMINED else Reason(retry) in why
