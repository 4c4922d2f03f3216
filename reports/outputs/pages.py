"""The pages of a report about the whole run, beside its first page: a new one is a module, a template and a line here."""

from reports.outputs import summary_page
from reports.outputs.summary import Page

PAGES: tuple[Page, ...] = (summary_page,)
