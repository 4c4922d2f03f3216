"""What a report knows when all verdicts are counted: tables and facts of the run. Pages about the whole run are made of it."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

from markupsafe import Markup

from crawler.model.plain import plain
from reports.people.gate import Passed
from reports.sampled import covered
from reports.shares import Coverage
from reports.studies.filled import filled
from reports.studies.recipes import study
from reports.table import Table
from reports.tally import Tally
from reports.texts.reviewed import edition_words
from reports.texts.texts import Texts


class RunFacts(NamedTuple):
    """What is known of the run beside the verdicts: the list's name, the program's version, its folder of WARC files.

    `public`: what is personal is masked, and the report says so. `coverage`: whether the list is all there is, or a sample.
    `studies`: the ids of those whose tables are filled from the run. `edition`: what an edition says of its gate, None in a draft.
    `asked`: only shops that were asked for have pages.
    """

    list_name: str
    version: str
    evidence: Path | None = None
    public: bool = False
    coverage: Coverage = Coverage.CENSUS
    studies: tuple[str, ...] = ()
    edition: Passed | None = None
    asked: bool = False

    @property
    def names_shops(self) -> bool:
        """Whether shops are listed and have pages: always but in an edition that names none."""
        return self.edition is None or not self.edition.anonymous

    @property
    def about(self) -> dict[str, Any]:
        """What every page says of the report."""
        return {"version": self.version, "public": self.public, "edition": self.edition, "asked": self.asked}


class Summary(NamedTuple):
    """A run in figures. `tables` by id; `days` are the first and last moment of its visits (ISO 8601 UTC), None without a visit.

    `norms` counts the visited rows by the pack they were held against ("" for none); `versions` are those of what visited them.
    """

    tables: Mapping[str, Table]
    facts: RunFacts
    days: tuple[str, str] | None
    norms: Mapping[str, int] = MappingProxyType({})
    versions: tuple[tuple[str, str], ...] = ()

    @property
    def n(self) -> int:
        """The number of rows of the list."""
        return self.tables["p1"].n

    def when(self, words: Texts) -> Markup:
        """The day or days of the visits, in words."""
        return when(self.days, words)


def summed_up(tally: Tally, facts: RunFacts) -> Summary:
    """What is known when all verdicts are counted; the shares of a sample have their intervals."""
    counted = tally.tables()
    asked = (filled(study(name), counted) for name in facts.studies)
    tables = {table.id: covered(table, facts.coverage) for table in (*counted.values(), *asked)}
    return Summary(tables, facts, tally.days, tally.norms, tuple(sorted(tally.versions)))


def standing_words(facts: RunFacts, words: Texts) -> str:
    """How far a report stands: that it is a draft, or what an edition says of its gate."""
    return edition_words(facts.edition, words) if facts.edition else words.plain("page.draft")


def when(days: tuple[str, str] | None, words: Texts) -> Markup:
    """The day or days of some visits, in words; None where there was none yet."""
    if days is None:
        return words.html("index.no_day")
    first, last = (plain(words.day(text[:10])) for text in days)
    return words.html("index.one_day", day=first) if first == last else words.html("index.days", first=first, last=last)


class Page(Protocol):
    """A module of `reports.outputs` that makes one more page about the whole run.

    `ID` is the name of its file; its title is the text `further.<ID>`.
    """

    @property
    def ID(self) -> str:  # noqa: N802 - a module's constant
        """The name of its file, without ".html"."""

    @property
    def TEMPLATE(self) -> str:  # noqa: N802 - a module's constant
        """Its template."""

    def values(self, report: Summary, words: Texts, /) -> dict[str, Any]:
        """What its template needs, besides `title`."""
