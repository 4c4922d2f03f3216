"""P5: the phone number or the e-mail address that is only in the terms or another legal text, by which text.

A row counts in the first of the texts that shows it: terms, withdrawal, privacy, cookies.
"""

from collections import Counter
from collections.abc import Iterable

from crawler.model.link import PageKind
from crawler.model.placement import PlaceClass
from crawler.model.sighting import Channel
from reports.answers import placed
from reports.standing import standing
from reports.table import Column, Show, Table, pair_table
from reports.verdict import Verdict

ID = "p5"
COLUMNS = (
    Column(key="legal_text", show=Show.CODE, codes="legal_only"),
    Column(key="phone", show=Show.COUNT),
    Column(key="phone_share", show=Show.SHARE),
    Column(key="email", show=Show.COUNT),
    Column(key="email_share", show=Show.SHARE),
)
TEXTS = (PageKind.TERMS, PageKind.WITHDRAWAL, PageKind.PRIVACY, PageKind.COOKIES)
OTHER, ELSEWHERE, NOT_SHOWN, UNDETERMINED = "other-text", "elsewhere", "not-shown", "undetermined"
CODES = (*(kind.value for kind in TEXTS), OTHER, ELSEWHERE, NOT_SHOWN, UNDETERMINED)


def rows(verdicts: Iterable[Verdict]) -> Table:
    """Tabulate the verdicts."""
    return tabulate(Counter(map(counted, verdicts)))


def counted(verdict: Verdict) -> tuple[str, str]:
    """The row of the table for phone and for e-mail."""
    return _code(verdict, Channel.PHONE), _code(verdict, Channel.EMAIL)


def tabulate(counts: Counter[tuple[str, str]]) -> Table:
    """Each legal text, then the rows that are shown elsewhere, not at all, or not settled."""
    return pair_table(ID, COLUMNS, counts, CODES)


def _code(verdict: Verdict, channel: Channel) -> str:
    place = standing(verdict, channel)
    if place.shown is None:
        return UNDETERMINED
    if not place.shown:
        return NOT_SHOWN
    if place.place_class is not PlaceClass.LEGAL_TEXT:
        return ELSEWHERE
    kinds = _kinds(verdict, channel)
    return next((kind.value for kind in TEXTS if kind.value in kinds), OTHER)


def _kinds(verdict: Verdict, channel: Channel) -> frozenset[str]:
    """The kinds of the pages, and of the sections of pages, that show the values which the class rests on."""
    visit = verdict.dossier.visit
    if visit is None:
        return frozenset()
    sightings = [visit.sightings[number] for number in placed(verdict.dossier, channel).sightings if number < len(visit.sightings)]
    pages = {item.page_id for item in sightings}
    sections = frozenset(kind for item in sightings for kind in item.section)
    return sections | {kind.value for page in visit.pages if page.id in pages for kind in page.kinds}
