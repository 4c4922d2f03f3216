"""A table that a person filled in: its rows by the names of their columns, and what a cell may hold.

What is not exactly right is told with its line, all faults at once, and then nothing of the file is taken.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from crawler.lists.tables import ListError, Record, read_table
from crawler.model.plain import plain

INITIALS = re.compile(r"[^\W\d_]{1,4}(?:[.-]?[^\W\d_]{1,4}){0,3}\.?")
MOST_TOLD = 20
"""Errors told at once."""

Taken = TypeVar("Taken")


class RowsError(ValueError):
    """Rows that can not be taken; the message has a line for each fault, with its line in the file."""


class Answer(NamedTuple):
    """A filled row: the cells by the name of their column, and the line they stand on."""

    line: int
    cells: Mapping[str, str]

    def get(self, name: str) -> str:
        """A cell without the apostrophe that keeps a spreadsheet from calculating."""
        cell = self.cells.get(name, "").strip()
        return cell[1:].strip() if cell.startswith("'") else cell


def filled(path: Path, needed: Sequence[str], known: Sequence[str], written_by: str) -> Iterator[Answer]:
    """The rows of a CSV or XLSX file. Raises RowsError where a `needed` column is not there, or a `known` one stands twice."""
    try:
        head, *records = read_table(path).records
    except ListError as error:
        raise RowsError(str(error).removeprefix(f"{path}: ")) from error
    names = [cell.strip().lower() for cell in head.cells]
    if lacking := [name for name in needed if name not in names]:
        raise RowsError(f"no column `{lacking[0]}`: fill in a file that `{written_by}` wrote")
    if twice := next((name for name in known if names.count(name) > 1), ""):
        raise RowsError(f"two columns `{twice}`")
    return (_answer(names, record) for record in records)


def taken(answers: Iterable[Answer], take: Callable[[Answer], Taken]) -> list[Taken]:
    """What each row tells. Raises RowsError with the faults of all rows."""
    found, faults = list[Taken](), list[str]()
    for answer in answers:
        try:
            found.append(take(answer))
        except RowsError as error:
            faults.append(f"line {answer.line}: {error}")
    if faults:
        more = [f"and {len(faults) - MOST_TOLD} more"] if len(faults) > MOST_TOLD else []
        raise RowsError("\n".join((*faults[:MOST_TOLD], *more)))
    return found


def _answer(names: Sequence[str], record: Record) -> Answer:
    if record.broken:
        raise RowsError(f"line {record.line}: {record.broken}")
    return Answer(record.line, dict(zip(names, record.cells, strict=False)))


def one_of(answer: Answer, name: str, known: Sequence[str]) -> Any:
    """The one of some values that a cell holds. Raises RowsError."""
    cell = answer.get(name).lower()
    found = next((item for item in known if item == cell), None)
    if found is None:
        raise RowsError(f"{name} is {plain(cell, 60)!r}; it may be {', '.join(known)}")
    return found


def initials(told: str) -> str:
    """Give initials back that are a few letters. Raises RowsError."""
    if not INITIALS.fullmatch(told):
        raise RowsError(f"initials are {plain(told, 40)!r}; a few letters, such as AB" if told else "initials are missing")
    return told


def day(answer: Answer, name: str = "date", *, ahead: int = 1) -> str:
    """The day in a cell, ISO 8601, at most so many days ahead. Raises RowsError."""
    told = answer.get(name).removesuffix(" 00:00:00")
    try:
        found = date.fromisoformat(told) if len(told) == 10 else None
    except ValueError:
        found = None
    if found is None:
        raise RowsError(f"{name} is {plain(told, 40)!r}; write it as 2026-11-22")
    if not date(2000, 1, 1) <= found <= (datetime.now(UTC) + timedelta(days=ahead)).date():
        raise RowsError(f"{name} is {told}: {'nobody can have looked then' if ahead == 1 else 'that is no day for it'}")
    return found.isoformat()
