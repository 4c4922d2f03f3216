"""The account of one page for a terminal: each value with whose it is, what for, where and why, and what was not taken.

Text of the page is neutralised: no escape of it reaches the terminal. What the codes mean stands in `page_account.toml`.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from bereikbaar.one_page import OnePage, Seen
from crawler.extractors._rejections import Rejected
from crawler.model.fact import Fact
from crawler.model.placement import PLACED, PlaceClass
from crawler.model.plain import plain
from crawler.model.sighting import NOT_CUSTOMER, Channel, Owner, Sighting
from reports.outputs.account import Line, Rank
from reports.outputs.safe_text import marked

FILE = Path(__file__).with_suffix(".toml")
AROUND = 60
"""Characters of the text on either side of a value that are told."""

NAMES: Mapping[Channel, str] = {
    Channel.PHONE: "Phone",
    Channel.EMAIL: "E-mail",
    Channel.ADDRESS: "Address",
    Channel.FORM: "Contact form",
    Channel.CHAT: "Chat",
    Channel.WHATSAPP: "WhatsApp",
    Channel.CALLBACK: "Call-back",
    Channel.SOCIAL: "Social networks",
}
CHECKS: Mapping[bool | None, str] = {True: "; its check digits are right", False: "; its check digits are wrong", None: ""}
CLASSES: Mapping[PlaceClass, str] = {
    PlaceClass.MACHINE_ONLY: "not by this page's code, which shows it to nobody; a browser decides",
    PlaceClass.LEGAL_TEXT: "yes, as {}: the class of what stands only in terms, privacy, cookie or withdrawal text",
    PlaceClass.CONTACT_PAGE: "yes, as {}, where at most two clicks lead here from home",
}
"""What a place class means for a value that counts, were the shop this page alone; the others need no note."""

CLOSING = (
    "From this page's code alone: no script was run, no style sheet in a file of its own was read.",
    "Whether a value stands on every page, or another page says otherwise of it, only a visit to the shop settles.",
)


def told(page: OnePage) -> Iterator[Line]:
    """Tell everything of one page, in lines."""
    yield from _head(page)
    for channel in Channel:
        items = [item for item in page.seen if item.sighting.channel is channel]
        if items or channel in PLACED:
            yield from _heading(NAMES[channel] if items else f"{NAMES[channel]}: none found")
        for item in items:
            yield from _sighting(item)
    if page.reading.facts:
        yield from _heading("Facts")
        yield from map(_fact, page.reading.facts)
    if page.reading.gates:
        yield from _heading("Ways that are offered and were not tried")
        yield from (Line(f"{gate.kind} {plain(gate.vendor, 80)}") for gate in page.reading.gates)
    if page.rejected:
        yield from _heading("Looked at, and not taken")
        yield from map(_rejected, page.rejected)
    if page.more_rejected:
        yield Line(f"and {page.more_rejected} more", Rank.FAINT)
    yield Line("")
    yield from (Line(text, Rank.FAINT, 0) for text in CLOSING)


def _heading(text: str) -> Iterator[Line]:
    yield Line("")
    yield Line(text, Rank.HEADING, 0)


def _head(page: OnePage) -> Iterator[Line]:
    yield Line(plain(page.page.url, 2000), Rank.TITLE, 0)
    if page.page.title or page.page.h1:
        yield Line(f"Title: {plain(page.page.title, 120) or '-'}; first heading: {plain(page.page.h1, 120) or '-'}")
    kinds = ", ".join(f"{kind} ({_words('kind', by)})" for kind, by in page.kinds)
    yield Line(f"Kinds of page: {kinds or 'none known'}")
    yield Line(f"Language: {plain(page.page.language, 20) or 'not named'}; words looked for in {', '.join(page.languages)}")
    yield Line("Countries of its numbers, likeliest first:")
    yield from (Line(f"{code}: {by}", indent=2) for code, by in _regions(page))
    if page.problems:
        yield Line(f"Not read in full: {plain(', '.join(page.problems), 200)}", Rank.STRONG)


def _regions(page: OnePage) -> Iterator[tuple[str, str]]:
    told_by: dict[str, dict[str, None]] = {}
    for code, by in page.regions:
        told_by.setdefault(code, {})[_words("region", by)] = None
    return ((code, ", ".join(by)) for code, by in told_by.items())


def _sighting(item: Seen) -> Iterator[Line]:
    one = item.sighting
    yield Line(plain(one.value, 200) or "(a picture)", Rank.STRONG)
    yield from (Line(f"{name}: {text}", indent=2) for name, text in _told(item, one) if text)


def _told(item: Seen, one: Sighting) -> Iterator[tuple[str, str]]:
    if one.channel in PLACED:
        yield "Counts", _counts(item)
    yield "Whose", f"{one.owner} ({_words('owner', one.owner_reason)})"
    if one.channel in PLACED:
        yield "What for", f"{one.use} ({_words('use', one.use_reason)})"
    if one.gate:
        yield "Only after", str(one.gate)
    yield "Where", f"{one.place}{_by(item.ground)}"
    yield "Seen on load", _words("hidden", item.hidden_by, f"no; {plain(item.hidden_by, 80)}")
    yield "Under a heading for", ", ".join(map(plain, one.section))
    yield "Label", plain(one.label, 80)
    decoder = f", by {plain(one.decoder, 40)}" if one.decoder else ""
    yield "Found as", f"{_words('technique', one.technique)} ({plain(one.technique)}{decoder})"
    yield "Written out", "" if one.written_out else "no; the text a visitor reads does not hold it"
    yield "Element", plain(one.selector, 300)
    yield "On the page", _snippet(one)


def _counts(item: Seen) -> str:
    one = item.sighting
    if not one.value:
        return "not settled; a person has to read the picture"
    if one.owner is not Owner.TRADER:
        return f"no; whose it is: {one.owner}"
    if one.use in NOT_CUSTOMER:
        return f"no; one for {one.use} is no contact for customers"
    if item.place_class is None:
        return "no; it is for orders, and the page shows one for service"
    return CLASSES.get(item.place_class, "yes, as {}").format(item.place_class)


def _by(ground: str) -> str:
    return f", by the element {plain(ground, 160)}" if ground else ""


def _snippet(one: Sighting) -> str:
    """The text around the value with the value marked; behind it what the page writes, where that is not in the text."""
    if text := next(filter(None, (_marked(one.snippet, shown) for shown in (one.as_shown, one.value))), ""):
        return text
    written = f"  (written as {plain(one.as_shown, 80)})" if one.as_shown != one.snippet else ""
    return f"{plain(one.snippet, 200)}{written}"


def _marked(snippet: str, shown: str) -> str:
    before, found, after = marked(snippet, shown, AROUND)
    return f"{_spaced(before)}»{plain(found)}«{_spaced(after)}".strip() if found else ""


def _spaced(text: str) -> str:
    """Neutralised, with one of the blanks at its ends kept."""
    inner = plain(text)
    return f"{' ' * text[:1].isspace()}{inner}{' ' * (text[-1:].isspace() and bool(inner))}"


def _fact(item: Fact) -> Line:
    label = f" (label {plain(item.label, 40)})" if item.label else ""
    return Line(f"{item.kind}: {plain(item.value, 160)}{label}{CHECKS[item.valid]}")


def _rejected(item: Rejected) -> Line:
    return Line(f"{plain(item.shown, 60)}: {_words('rejected', item.reason)}  ({_marked(item.snippet, item.shown)})")


def _words(table: str, code: str, otherwise: str = "") -> str:
    return _tables()[table].get(code) or otherwise or plain(code, 80)


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
