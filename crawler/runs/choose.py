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


def _again(reasons: tuple[Reason | None, ...], retry: str) -> bool:
    if retry == UNDETERMINED:
        return any(reason is not None for reason in reasons)
    return Reason(retry) in reasons
