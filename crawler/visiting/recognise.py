"""Answers that are not the page asked for, told by their content: walls, waiting rooms, parked domains, closed shops, shells.

Only a short page that hardly leads anywhere is taken for one of these: a shop may write about maintenance as much as it likes,
and its contact form may hold the same check for robots that a wall shows.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from crawler.document import is_html, is_pdf
from crawler.knowledge.languages import languages
from crawler.model.capture import Capture
from crawler.model.document import Document
from crawler.model.reason import Reason
from crawler.visiting.consent import wall
from crawler.visiting.scope import same_site

_NAMES = Path(__file__).with_name("unreadable.toml")
_SHORT_TEXT = 1500
_SHORTER_TEXT = 600
_SHELL_TEXT = 100
_FEW_LINKS = 4
_LINKS_READ = 200
_SOURCE_READ = 200_000
_STATUS = {401: Reason.NEEDS_PERSON, 403: Reason.BLOCKED, 404: Reason.NOT_FOUND, 410: Reason.NOT_FOUND, 429: Reason.BLOCKED}
_TITLE_PARTS = re.compile(r"\s+[-–—|·•:»]\s+|\s*[|»:]\s*")
_NOT_FILLED = frozenset({"hidden", "submit", "button", "checkbox", "image", "reset"})
_TOLD = re.compile(r"@|(?:\d[\s()/-]?){7}")
"""A value that a locked page shows all the same."""
_WORD_FIELDS = (
    (Reason.WAITING_ROOM, "waiting_words"),
    (Reason.PARKED, "parked_words"),
    (Reason.MAINTENANCE, "maintenance_words"),
    (Reason.BLOCKED, "blocked_words"),
)


class Trouble(NamedTuple):
    """Why a page can not be read as the shop's, and what showed it."""

    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Names that tell one kind of page: whole or leading words of the title, pieces of the source."""

    reason: Reason
    titles: tuple[str, ...]
    sources: tuple[str, ...]


def by_status(capture: Capture) -> Trouble | None:
    """What the status alone says; None for a page that came."""
    status = capture.status
    if 200 <= status < 400:
        return None
    if status in _STATUS:
        return Trouble(_STATUS[status], f"status {status}")
    return Trouble(Reason.SERVER_ERROR if status >= 500 else Reason.NOT_FOUND, f"status {status}")


def not_a_page(capture: Capture) -> Trouble | None:
    """Why an answer is no page by its bytes: its status, or what it is instead; None for HTML and PDF."""
    if is_html(capture) or is_pdf(capture):
        return None
    return by_status(capture) or Trouble(Reason.NOT_HTML, capture.header("content-type")[:80])


def cut_off(capture: Capture, *, first: bool) -> tuple[str, ...]:
    """The status of a page that may lack something: where a server failed, and for home, which may be a page for lost ways."""
    told = by_status(capture)
    return (told.detail,) if told is not None and (first or told.reason is Reason.SERVER_ERROR) else ()


def by_content(document: Document) -> Trouble | None:
    """What the content says: a wall, also of cookies, a waiting room, a parked domain, maintenance, no shop; None for a page."""
    text = document.text()
    if len(text) > _SHORT_TEXT or _ways_on(document) > _FEW_LINKS:
        return None
    title = document.title.strip().lower()
    source = document.html[:_SOURCE_READ].lower() if len(text) <= _SHORTER_TEXT else ""
    for marks in _marks():
        if mark := _first(marks, title, source):
            return Trouble(marks.reason, mark)
    if words := wall(text):
        return Trouble(Reason.NEEDS_PERSON, f"opens only after cookies are accepted: {words}")
    if _asks_for_a_code(document) and not _TOLD.search(text):
        return Trouble(Reason.NEEDS_PERSON, "a form that asks for a password alone")
    told = _by_words(_all_words(document))
    return None if told is not None and told.reason is Reason.BLOCKED and _asks_for_a_message(document) else told


def is_whole_shop(document: Document) -> bool:
    """Whether an answer with an error status shows a shop all the same: much text, many ways on, no word of why nothing is here."""
    if len(document.text()) <= _SHORTER_TEXT or _ways_on(document) <= _FEW_LINKS:
        return False
    words, source = _all_words(document), document.html[:_SOURCE_READ].lower()
    if _by_words(words) or _words_of("not_found_words").search(words) or is_missing(document):
        return False
    title = document.title.strip().lower()
    return not any(_first(marks, title, source if marks.reason is Reason.PARKED else "") for marks in _marks())


def unavailable(document: Document, capture: Capture) -> Trouble | None:
    """What an answer with an error status is, by its content first: a 503 may be a wall, a 403 a maintenance page."""
    plain = by_status(capture)
    if plain is None or plain.reason is Reason.NOT_FOUND:
        return plain
    told = by_content(document)
    return Trouble(told.reason, f"{plain.detail}, {told.detail}") if told else plain


def is_shell(document: Document) -> bool:
    """Whether the page is empty until its scripts have run: hardly any text, no link within the site, scripts."""
    return bool(document.scripts) and is_empty(document)


def is_empty(document: Document) -> bool:
    """Whether a page shows hardly any text and no link within the site."""
    if len(document.text()) >= _SHELL_TEXT:
        return False
    return not any(same_site(link.target, document.url) for link in document.links if link.target.startswith("http"))


def asks_age(document: Document) -> str:
    """The question after the visitor's age that the page asks, also in an overlay, or ""."""
    return age_question(document.html[:_SOURCE_READ])


def age_question(text: str) -> str:
    """The first question after the visitor's age in a text, or "".

    >>> age_question("Welkom! Ben je 18 jaar of ouder? Ja"), age_question("Wij verkopen geen alcohol onder de 18")
    ('ben je 18 jaar of ouder', '')
    """
    said = text.lower()
    met = ((said.find(words), words) for words in _names()["age_gate"]["questions"])
    return min((place for place in met if place[0] >= 0), default=(0, ""))[1]


def is_missing(document: Document, named: frozenset[str] = frozenset()) -> bool:
    """Whether a page answered 200 but says that it does not exist (a soft 404).

    `named` is what the home page calls itself, as `called` gives it: a shop named "Oeps" says so on every page.
    """
    if len(document.text()) > 4 * _SHORT_TEXT:
        return False
    return any(_says_missing(piece) for piece in called(document) - named)


def called(document: Document) -> frozenset[str]:
    """The pieces of a page's title and first heading, in lower case."""
    pieces = (piece for heading in (document.title, document.h1) for piece in _TITLE_PARTS.split(heading[:200].lower()))
    return frozenset(" ".join(piece.split()) for piece in pieces)


def _says_missing(piece: str) -> bool:
    """Whether a heading begins with the notice; a question is none: "Niet gevonden wat u zocht?" stands on contact pages."""
    if "?" in piece:
        return False
    return piece == "404" or _words_of("not_found_words").match(_lead_ins().sub("", piece)) is not None


def _all_words(document: Document) -> str:
    return " ".join(f"{document.title} {document.text()}".lower().split())


def _asks_for_a_message(document: Document) -> bool:
    """Whether the page has a form to write in: its check for robots is the form's."""
    return any(form.visible and any(field.tag == "textarea" for field in form.fields) for form in document.forms)


def _asks_for_a_code(document: Document) -> bool:
    """Whether a form has a password to fill in and nothing else: no customer's log-in, but a lock before the whole shop."""
    filled = ([field.kind for field in form.fields if field.kind not in _NOT_FILLED] for form in document.forms if form.visible)
    return ["password"] in filled


def _by_words(text: str) -> Trouble | None:
    found = ((reason, _words_of(field).search(text)) for reason, field in _WORD_FIELDS)
    return next((Trouble(reason, match.group()) for reason, match in found if match), None)


def _ways_on(document: Document) -> int:
    """How many other addresses of the same site the page links to."""
    targets = {link.target.split("#", 1)[0] for link in document.links[:_LINKS_READ] if same_site(link.target, document.url)}
    return len(targets - {document.url})


def _first(marks: Marks, title: str, source: str) -> str:
    named = (name for name in marks.titles if title == name or title.startswith(name + " "))
    return next(named, "") or next((mark for mark in marks.sources if mark in source), "")


@cache
def _words_of(field: str) -> re.Pattern[str]:
    words: Iterable[str] = sorted({word for language in languages().values() for word in getattr(language, field)})
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)")


@cache
def _names() -> Mapping[str, Any]:
    return tomllib.loads(_NAMES.read_text(encoding="utf-8"))


@cache
def _lead_ins() -> re.Pattern[str]:
    words = "|".join(map(re.escape, _names()["not_found"]["lead_ins"]))
    return re.compile(rf"^(?:(?:{words})[\s,.!:]+)+")


@cache
def _marks() -> tuple[Marks, ...]:
    data = _names()
    kinds = (
        ("challenge", Reason.BLOCKED),
        ("waiting_room", Reason.WAITING_ROOM),
        ("parked", Reason.PARKED),
        ("no_shop", Reason.NOT_A_SHOP),
        ("closed_shop", Reason.NEEDS_PERSON),
    )
    return tuple(
        Marks(reason=reason, titles=tuple(data[name]["titles"]), sources=tuple(data[name]["sources"])) for name, reason in kinds
    )
