"""Which shops have a page of their own in a report: all that were visited, or of a long list those that were asked for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from reports.outline import Shown, outline
from reports.outputs.safe_text import file_name
from reports.verdict import Verdict

FOLDER = "shops"
"""The folder of the pages in a report."""


class Pages(StrEnum):
    """For which shops pages are made: for all, for those that are asked for now, or as fits the list.

    `auto`: for all; of a long list for those that are asked for, now or before.
    """

    AUTO = "auto"
    ALL = "all"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Paged:
    """The shops that have pages, by the names of these; `files` None: all."""

    files: frozenset[str] | None = None

    def __contains__(self, shop_id: object) -> bool:
        """Whether a shop has a page."""
        return isinstance(shop_id, str) and (self.files is None or file_name(shop_id) in self.files)


ALL = Paged()


def paged(wanted: Pages, asked: Iterable[str], report: Path, *, is_long: bool) -> Paged:
    """Choose the shops that have pages; `asked` are ids, and the `report` that is replaced tells what was asked for before."""
    if wanted is Pages.ALL or (wanted is Pages.AUTO and not is_long):
        return ALL
    before = there(report).files if wanted is Pages.AUTO else None
    return Paged(frozenset(map(file_name, asked)) | (before or frozenset()))


def there(report: Path) -> Paged:
    """The shops whose pages are in a report."""
    return Paged(frozenset(path.stem for path in (report / FOLDER).glob("*.html")))


def cut(verdicts: Iterable[Verdict], chosen: Paged) -> Iterator[Shown]:
    """Verdicts as a report shows them where not all shops have pages."""
    for verdict in verdicts:
        shop = verdict.dossier.shop
        yield Shown(outline(verdict), verdict if shop is not None and shop.id in chosen else None)
