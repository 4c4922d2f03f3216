"""The pages of a report about the whole run, beside its first page: a new one is a module, a template and a line here."""

from markupsafe import Markup

from reports.outputs import method_page, summary_page, tables_page
from reports.outputs.study_page import StudyPage, study_pages
from reports.outputs.summary import Page, RunFacts
from reports.texts.texts import Texts

PAGES: tuple[Page, ...] = (tables_page, summary_page, method_page)


def pages_of(facts: RunFacts) -> tuple[Page, ...]:
    """All further pages of a report: those above, and one for each study that was asked for."""
    return (*PAGES, *study_pages(facts.studies))


def title_of(page: Page, words: Texts) -> Markup:
    """The title of a further page."""
    return page.title(words) if isinstance(page, StudyPage) else words.html(f"further.{page.ID}")
