"""The studies as data: what each published, and which cells of a run's tables answer to it.

One TOML file a study, read strictly; the file's name is its id. Published figures are those that are known here, with their source;
what is not known is named by a code of `unknown`. All words stand in the catalogues.

>>> study("nos-2023").publisher, study("nos-2023").figures[0].count
('NOS', 12)
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from crawler.model.strict import KnowledgeError, read_record

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """Where a run's answer stands: a row of a table, and its columns.

    A count has the columns `count`, `open` (the undetermined) and `of`; a mean has `mean` and `of`.
    """

    table: str
    row: str
    of: str
    count: str = ""
    open: str = ""
    mean: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A published figure: a `count` of `of`, a `percent`, or a `mean`. `ours` is None where a run has no answer to it.

    `values` are numbers that its words need.
    """

    id: str
    count: int | None = None
    of: int | None = None
    percent: float | None = None
    mean: float | None = None
    ours: Cells | None = None
    values: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """A study. `published` is a day, month or year in ISO 8601, "" where not known; `looked_at` how many sites, None likewise.

    `differs` and `unknown` are codes: how every run differs from it, and what is not known of it here.
    """

    publisher: str
    published: str
    sources: tuple[str, ...]
    differs: tuple[str, ...]
    unknown: tuple[str, ...]
    figures: tuple[Figure, ...]
    looked_at: int | None = None
    id: str = ""


def names(folder: Path = FOLDER) -> tuple[str, ...]:
    """The ids of all studies, in order."""
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


@cache
def study(name: str, folder: Path = FOLDER) -> Study:
    """Read a study. Raises KnowledgeError for one that is not there, or not as it must be."""
    path = folder / f"{name}.toml"
    found = replace(read_record(path, Study), id=name)
    for figure in found.figures:
        if sum(value is not None for value in (figure.count, figure.percent, figure.mean)) != 1:
            raise KnowledgeError(f"{path}: {figure.id}: one of count, percent and mean is expected")
        if (figure.count is None) != (figure.of is None):
            raise KnowledgeError(f"{path}: {figure.id}: a count needs `of`, and nothing else has it")
    return found
