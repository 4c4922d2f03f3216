"""The page of a study: what it published, what this run gives in the same form, and how the two differ."""

from typing import Any, NamedTuple

from markupsafe import Markup

from crawler.model.plain import plain
from reports.outputs import table_view
from reports.outputs.summary import Summary
from reports.studies.filled import table_id
from reports.studies.recipes import Study, study
from reports.texts.texts import Texts

TEMPLATE = "study.html.j2"


class StudyPage(NamedTuple):
    """The page of one study: a page of the report, as `reports.outputs.summary` asks for it."""

    study: Study

    @property
    def ID(self) -> str:  # noqa: N802 - as a module's constant
        """The name of its file, without ".html"."""
        return table_id(self.study.id)

    @property
    def TEMPLATE(self) -> str:  # noqa: N802 - as a module's constant
        """Its template."""
        return TEMPLATE

    def title(self, words: Texts) -> Markup:
        """Its title."""
        return words.html("study.title", study=name(self.study, words))

    def values(self, report: Summary, words: Texts) -> dict[str, Any]:
        """What its template needs."""
        it = self.study
        told = [(words.html(f"study.figure.{it.id}.{figure.id}"), difference(it, figure.id, words)) for figure in it.figures]
        return {
            "n": report.n,
            "list_name": report.facts.list_name,
            "when": report.when(words),
            "study": name(it, words),
            "looked_at": it.looked_at,
            "sources": it.sources,
            "table": table_view.view(report.tables[self.ID], words),
            "figures": told,
            "differs": [words.html(f"study.differs.{code}") for code in it.differs],
            "unknown": [words.html(f"study.unknown.{code}") for code in it.unknown],
        }


def study_pages(names: tuple[str, ...]) -> tuple[StudyPage, ...]:
    """The pages of these studies."""
    return tuple(StudyPage(study(item)) for item in names)


def name(it: Study, words: Texts) -> str:
    """Who published it, and when."""
    day = plain(words.day(it.published), 40) if it.published else words.plain("study.no_day")
    return words.plain("study.name", publisher=it.publisher, day=day)


def difference(it: Study, figure: str, words: Texts) -> Markup:
    """How a published figure and the run's differ in what they count."""
    values = next(item.values for item in it.figures if item.id == figure)
    return words.html(f"study.difference.{it.id}.{figure}", **values)
