"""What persons say of findings, from files that they filled in: decisions, replies of shops, checks of a drawn sample.

What is not exactly right is told with its line, and nothing is taken.
"""

import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, TypeVar

from crawler.model.placement import PLACED, PlaceClass
from crawler.model.plain import plain
from crawler.model.review import Answer as ShopAnswer
from crawler.model.review import Check, Decision, Reply, Review
from crawler.replay.filled_table import Answer, RowsError, day, filled, initials, one_of, taken
from crawler.replay.recordings import digest_of

HASH = re.compile(r"[0-9a-f]{64}")
LONGEST = 1000
"""Characters kept of what is written in words."""
YEAR = 366
"""Days that a deadline may lie ahead."""


class Form(NamedTuple):
    """A file to be filled in: the columns that are read, those that must be there, the one by which a filled row is known."""

    columns: tuple[str, ...]
    needed: tuple[str, ...]
    filled_in: str
    written_by: str


REVIEWS = Form(
    ("shop", "criterion", "evidence", "decision", "corrected", "reason", "initials", "date"),
    ("shop", "criterion", "evidence", "decision"),
    "decision",
    "bereikbaar confirm",
)
REPLIES = Form(
    (
        *("shop", "criterion", "sent_on", "sent_to", "address_from", "deadline", "answer", "answered_on", "words", "initials"),
        "date",
    ),
    ("shop", "sent_on", "sent_to", "address_from", "deadline"),
    "sent_on",
    "bereikbaar replies",
)
CHECKS = Form(
    (
        *("shop", "channel", "place_class", "stratum", "in_stratum", "drawn", "right", "true_place_class", "true_value"),
        *("true_page", "note", "initials", "date"),
    ),
    ("shop", "channel", "place_class", "stratum", "in_stratum", "drawn", "right"),
    "right",
    "bereikbaar sample",
)
_CLASSES = tuple(item for item in PlaceClass if item is not PlaceClass.UNDETERMINED)
Line = TypeVar("Line", Review, Reply, Check)
Taken = list[tuple[str, Line]]


def reviews(path: Path, shops: Container[str], corrections: Mapping[str, Sequence[str]], by: str = "") -> Taken[Review]:
    """The decisions of a file, by shop. `corrections` tell what each criterion may be corrected to; `by` stands in for initials.

    Raises RowsError, OSError.
    """

    def one(answer: Answer) -> tuple[str, Review]:
        criterion, evidence = one_of(answer, "criterion", tuple(corrections)), answer.get("evidence").lower()
        if not HASH.fullmatch(evidence):
            raise RowsError(f"evidence is {plain(evidence, 70)!r}; leave the hash as `bereikbaar confirm` wrote it")
        decision = one_of(answer, "decision", tuple(Decision))
        corrected = one_of(answer, "corrected", corrections[criterion]) if decision is Decision.CORRECT else ""
        if not corrected and answer.get("corrected"):
            raise RowsError(f"corrected is told, but the decision is {decision}")
        if decision is not Decision.CONFIRM and not answer.get("reason"):
            raise RowsError(f"the reason is missing: say in words why it is to {decision}")
        who, when = _said(answer, by)
        item = Review(criterion=criterion, evidence=evidence, decision=decision, corrected=corrected, by=who, on=when)
        return _shop(answer, shops), replace(item, reason=_words(answer, "reason"))

    return _each(path, REVIEWS, one)


def replies(path: Path, shops: Container[str], criteria: Sequence[str], by: str = "") -> Taken[Reply]:
    """What was sent to shops and what they answered, by shop. Raises RowsError, OSError."""

    def one(answer: Answer) -> tuple[str, Reply]:
        answered = one_of(answer, "answer", tuple(ShopAnswer)) if answer.get("answer") else None
        sent, deadline = day(answer, "sent_on"), day(answer, "deadline", ahead=YEAR)
        if deadline < sent:
            raise RowsError(f"the deadline, {deadline}, is before the day it was sent, {sent}")
        if lacking := next((name for name in ("sent_to", "address_from") if not answer.get(name)), ""):
            raise RowsError(f"{lacking} is missing: the address used, and where it came from")
        came = answered not in {None, ShopAnswer.SILENT}
        if came is not bool(answer.get("answered_on")):
            raise RowsError("answered_on is missing: the day the answer came" if came else "answered_on is told, but no answer")
        who, when = _said(answer, by)
        return _shop(answer, shops), Reply(
            criterion=one_of(answer, "criterion", criteria) if answer.get("criterion") else "",
            sent_on=sent,
            sent_to=plain(answer.get("sent_to"), 300),
            address_from=plain(answer.get("address_from"), 300),
            deadline=deadline,
            answer=answered,
            answered_on=day(answer, "answered_on") if came else "",
            words=_words(answer, "words"),
            by=who,
            on=when,
        )

    return _each(path, REPLIES, one)


def checks(path: Path, shops: Container[str], by: str = "") -> Taken[Check]:
    """The checked verdicts of a drawn sample, by shop. Raises RowsError, OSError."""

    def one(answer: Answer) -> tuple[str, Check]:
        right = one_of(answer, "right", ("yes", "no")) == "yes"
        found = one_of(answer, "place_class", _CLASSES)
        true = found if right else one_of(answer, "true_place_class", _CLASSES)
        if true is found and not right:
            raise RowsError(f"not right, yet the true place class is {found} too")
        if right and answer.get("true_place_class") not in {"", found.value}:
            raise RowsError("right, yet another true place class is told")
        in_stratum, drawn = _count(answer, "in_stratum"), _count(answer, "drawn")
        if drawn > in_stratum:
            raise RowsError(f"{drawn} were drawn of {in_stratum}")
        channel = one_of(answer, "channel", PLACED)
        who, when = _said(answer, by)
        return _shop(answer, shops), Check(
            channel=channel,
            found=found,
            true=true,
            stratum=one_of(answer, "stratum", (f"{channel}-{'positive' if found.positive else 'negative'}",)),
            in_stratum=in_stratum,
            drawn=drawn,
            value=plain(answer.get("true_value"), 200),
            page=plain(answer.get("true_page"), 1000),
            note=_words(answer, "note"),
            by=who,
            on=when,
        )

    return _each(path, CHECKS, one)


def _each(path: Path, form: Form, one: Callable[[Answer], tuple[str, Line]]) -> list[tuple[str, Line]]:
    """The filled rows, each with the file it is from."""
    answers = filled(path, form.needed, form.columns, form.written_by)
    rows = [answer for answer in answers if answer.get(form.filled_in)]
    if not rows:
        raise RowsError(f"no row is filled in: write into the column `{form.filled_in}`")
    sha256 = digest_of(path)
    return [(shop, replace(item, source=plain(path.name, 200), sha256=sha256)) for shop, item in taken(rows, one)]


def _shop(answer: Answer, shops: Container[str]) -> str:
    told = answer.get("shop")
    if told not in shops:
        raise RowsError(f"the list of this run has no shop {plain(told, 80)!r}")
    return told


def _said(answer: Answer, by: str) -> tuple[str, str]:
    return initials(answer.get("initials") or by), day(answer)


def _words(answer: Answer, name: str) -> str:
    return plain(answer.get(name), LONGEST)


def _count(answer: Answer, name: str) -> int:
    told = answer.get(name)
    if not (told.isascii() and told.isdigit() and 0 < int(told[:9]) < 10**8):
        raise RowsError(f"{name} is {plain(told, 40)!r}; leave it as `bereikbaar sample` wrote it")
    return int(told)
