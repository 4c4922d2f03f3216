"""Two runs side by side, shop by shop: what changed between an earlier and a later one, and what cannot be told.

A shop is the same when its id is. A change is told only where both sides are settled and a rule says of both places whether they
are logical; all else has a class of its own and is never counted as better or worse.
"""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from crawler.model.placement import PLACED, PlaceClass
from crawler.model.sighting import Channel
from crawler.store.read import Archive
from reports.run import norms_of, yardstick
from reports.standing import Standing, standing
from reports.verdict import Verdict


class ComparisonError(ValueError):
    """Two runs that cannot be compared; the message says why and what to do."""


class Pair(NamedTuple):
    """One shop in two runs: None where the list of a run does not have it; never None twice."""

    before: Verdict | None
    after: Verdict | None

    @property
    def latest(self) -> Verdict:
        """The later verdict that there is. Raises ValueError when there is none."""
        verdict = self.after or self.before
        if verdict is None:
            raise ValueError("a pair without verdicts")
        return verdict

    @property
    def turned(self) -> "Pair":
        """The same with before and after exchanged."""
        return Pair(self.after, self.before)


class Change(StrEnum):
    """What became of one channel of one shop; exclusive."""

    FIXED = "fixed"
    WORSE = "worse"
    STILL_LOGICAL = "still-logical"
    STILL_NOT_LOGICAL = "still-not-logical"
    SAME_NO_RULE = "same-no-rule"
    MOVED_NO_RULE = "moved-no-rule"
    OPEN_BEFORE = "open-before"
    OPEN_AFTER = "open-after"
    OPEN_BOTH = "open-both"
    JOINED = "joined"
    LEFT = "left"


COMPARED = (Change.FIXED, Change.WORSE, Change.STILL_LOGICAL, Change.STILL_NOT_LOGICAL)
NO_RULE = (Change.SAME_NO_RULE, Change.MOVED_NO_RULE)
OPEN = (Change.OPEN_BEFORE, Change.OPEN_AFTER, Change.OPEN_BOTH)
OF_LOGICAL = {
    (False, True): Change.FIXED,
    (True, False): Change.WORSE,
    (True, True): Change.STILL_LOGICAL,
    (False, False): Change.STILL_NOT_LOGICAL,
}


class Outcome(StrEnum):
    """What became of a shop as a whole, the first that holds of either channel; exclusive, in the order of a reader's interest."""

    WORSE = "worse"
    FIXED = "fixed"
    MOVED = "moved"
    OPEN = "open"
    JOINED = "joined"
    LEFT = "left"
    UNCHANGED = "unchanged"


def pairs(before: Archive, after: Archive) -> Iterator[Pair]:
    """Every shop of two runs, one at a time: those of the later list in its order, then those that only the earlier one has.

    Both sides are held against the norms as they are now, as chosen for the later run, and of the country in the later list: a
    list that was corrected in between makes no shop better or worse.
    """
    packs = norms_of(after)
    judged_then, judged_now = yardstick(before, packs), yardstick(after, packs)
    for shop_id in after.shop_ids():
        now, then = after.named(shop_id), before.named(shop_id)
        country = now.shop.country if now and now.shop else None
        yield Pair(judged_then(then, country) if then else None, judged_now(now, country) if now else None)
    for shop_id in before.shop_ids():
        then = before.named(shop_id)
        if then and then.shop and not after.lists(shop_id):
            yield Pair(judged_then(then, then.shop.country), None)


def check(before: Archive, after: Archive, folders: tuple[Path, Path]) -> None:
    """Raise ComparisonError where two runs are the same, in the wrong order, or have no shop in common; `folders` name them."""
    first, second = folders
    visits, later_visits = before.visited(), after.visited()
    if first.samefile(second):
        raise ComparisonError(f"{first}: the same run twice: give the run before and the run after")
    if visits[0] and visits == later_visits:
        raise ComparisonError(f"{second}: the same visits as {first}: to compare two readings of one run use `bereikbaar rejudge`")
    if later_visits[0] and visits[1] > later_visits[1]:
        raise ComparisonError(f"{first}: visited after {second}: give the earlier run first")
    if not any(before.lists(shop_id) for shop_id in after.shop_ids()):
        raise ComparisonError(f"{first} and {second}: no shop is in both lists: give two runs over the same shops")


def change(pair: Pair, channel: Channel) -> Change:
    """What became of phone or e-mail."""
    if pair.before is None or pair.after is None:
        return Change.JOINED if pair.before is None else Change.LEFT
    before, after = standing(pair.before, channel), standing(pair.after, channel)
    if PlaceClass.UNDETERMINED in {before.place_class, after.place_class}:
        return _open(before, after)
    if before.logical is None or after.logical is None:
        return Change.SAME_NO_RULE if before.place_class is after.place_class else Change.MOVED_NO_RULE
    return OF_LOGICAL[before.logical, after.logical]


def outcome(pair: Pair) -> Outcome:
    """What became of a shop as a whole."""
    changes = [change(pair, channel) for channel in PLACED]
    for told in (Change.WORSE, Change.FIXED, Change.JOINED, Change.LEFT):
        if told in changes:
            return Outcome(told.value)
    if any(_moved(pair, channel) for channel in PLACED):
        return Outcome.MOVED
    return Outcome.OPEN if any(item in OPEN for item in changes) else Outcome.UNCHANGED


def _open(before: Standing, after: Standing) -> Change:
    if before.place_class is after.place_class:
        return Change.OPEN_BOTH
    return Change.OPEN_BEFORE if before.place_class is PlaceClass.UNDETERMINED else Change.OPEN_AFTER


def _moved(pair: Pair, channel: Channel) -> bool:
    if pair.before is None or pair.after is None:
        return False
    places = {standing(verdict, channel).place_class for verdict in (pair.before, pair.after)}
    return len(places) > 1 and PlaceClass.UNDETERMINED not in places
