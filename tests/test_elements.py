"""One file is one case: marked elements tell what must be read, and nothing else may be.

`data-expect="phone +31... [owner] [use] [place]; email ..."` marks an element. The owner is `trader`, the use a customer's and the
place one that is seen, unless told. Nobody sees `hidden`, `script`, `head` and `popup`; `closed` opens by an action on the page.
`*` stands for any value. `data-fact="kind value"` marks a fact. `data-country`, `data-url`, `data-kinds` and
`data-channels` of the root tell which shop and page it is, and what is compared; an empty `data-country` stands for a row that
names neither country nor language; `data-facts` the kinds of fact of which there are none but the marked; `data-gates` which gates
are met, maybe none. `data-silent` names units (decoders, extractors, rules) that have nothing to say here though the page may tempt
them. `data-known-gap` tells why a case fails so far.
"""

import html
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from crawler.document import parse
from crawler.model.capture import Capture, Via
from crawler.model.document import Document
from crawler.model.link import PageKind
from crawler.model.page import Page
from crawler.model.shop import Shop
from crawler.model.sighting import NOT_CUSTOMER, UNSEEN, Owner, Place, Sighting, Use
from crawler.reading import Reading, read

FOLDER = Path(__file__).parent / "cases" / "elements"
CASES = sorted(FOLDER.glob("*.html"))
MARK = re.compile(r"""\s+data-(expect|fact|facts|country|url|channels|kinds|gates|silent|known-gap)="([^"]*)\"""")
MOST_GAPS = 5
OWNERS = {owner.value for owner in Owner}
USES = {use.value for use in (*NOT_CUSTOMER, Use.BRANCH)}


class Expected(NamedTuple):
    """A value that must be read: `use` only where it makes no customer contact, `place` `seen`, `closed` or one nobody sees."""

    channel: str
    value: str
    owner: str = Owner.TRADER.value
    use: str = ""
    place: str = "seen"


class Case(NamedTuple):
    """A case without its marks, and what they say."""

    page: str
    settings: dict[str, str]
    expected: set[Expected]
    facts: set[tuple[str, str]]


def case_of(text: str) -> Case:
    marks = [(name, html.unescape(value)) for name, value in MARK.findall(text)]
    expected = {expected_of(item) for name, value in marks if name == "expect" for item in value.split(";")}
    facts = {(value.partition(" ")[0], value.partition(" ")[2]) for name, value in marks if name == "fact"}
    return Case(MARK.sub("", text), {name: value for name, value in marks if name not in ("expect", "fact")}, expected, facts)


def expected_of(item: str) -> Expected:
    channel, *rest = item.split()
    marks = {word for word in rest if word in OWNERS | USES | {"hidden", "script", "head", "popup", "closed"}}
    value = " ".join(word for word in rest if word not in marks)
    owner = next((word for word in marks if word in OWNERS), Owner.TRADER.value)
    use = next((word for word in marks if word in USES), "")
    return Expected(channel, value, owner, use, next(iter(marks - OWNERS - USES), "seen"))


def scene_parts(case: Case) -> tuple[Page, Document, Shop]:
    """The page of a case, parsed, and the shop it is on."""
    url = case.settings.get("url", "https://winkel.example/")
    capture = Capture(
        url=url, final_url=url, status=200, headers=(), body=case.page.encode(), sha256="", fetched_at="", via=Via.HAND
    )
    document = parse(capture)
    country = case.settings.get("country", "NL")
    kinds = frozenset(PageKind(kind) for kind in case.settings.get("kinds", "").split())
    page = Page(
        id=0, url=url, final_url=url, status=200, kinds=kinds, title=document.title, h1=document.h1, language=document.language
    )
    language = document.language[:2] if country else ""
    return page, document, Shop(id="case", name="", url=url, country=country or None, language=language or None)


def reading_of(case: Case) -> Reading:
    return read(*scene_parts(case))


def seen_of(item: Sighting, expected: set[Expected]) -> Expected:
    told = item.use in NOT_CUSTOMER or any(one.use == item.use.value for one in expected)
    use = item.use.value if told else ""
    place = "closed" if item.closed else item.place.value if item.place in UNSEEN else "seen"
    any_value = any(one.channel == item.channel.value and one.value == "*" for one in expected)
    return Expected(item.channel.value, "*" if any_value else item.value, item.owner.value, use, place)


def differences(case: Case, reading: Reading) -> dict[str, object]:
    """What was read against what is marked, empty when they agree: values, facts, gates."""
    channels = case.settings.get("channels", "phone email").split()
    seen = {seen_of(item, case.expected) for item in reading.sightings if item.channel.value in channels}
    facts = {(fact.kind.value, fact.value) for fact in reading.facts}
    closed = {fact for fact in facts if fact[0] in case.settings.get("facts", "").split()}
    gates = [gate.kind.value for gate in reading.gates]
    found = {
        "values": (seen - case.expected, case.expected - seen),
        "facts": (closed - case.facts, case.facts - facts),
        "gates": (gates, case.settings["gates"].split()) if "gates" in case.settings else ((), ()),
    }
    return {what: both for what, both in found.items() if any(both) and both[0] != both[1]}


def given(*marks: str) -> list[object]:
    """The cases that have one of these marks, all where none is named; known gaps are expected to fail."""
    texts = ((path, path.read_text(encoding="utf-8")) for path in CASES)
    return [
        pytest.param(path, id=path.stem, marks=[pytest.mark.xfail(reason="known gap")] if "data-known-gap=" in text else [])
        for path, text in texts
        if not marks or any(f" data-{mark}=" in text for mark in marks)
    ]


@pytest.mark.parametrize("path", given())
def test_exactly_what_is_marked_is_read(path: Path) -> None:
    case = case_of(path.read_text(encoding="utf-8"))
    assert "values" not in (found := differences(case, reading_of(case))), found


@pytest.mark.parametrize("path", given("fact", "facts"))
def test_marked_facts_are_read(path: Path) -> None:
    case = case_of(path.read_text(encoding="utf-8"))
    assert "facts" not in (found := differences(case, reading_of(case))), found


@pytest.mark.parametrize("path", given("gates"))
def test_marked_gates_are_met(path: Path) -> None:
    case = case_of(path.read_text(encoding="utf-8"))
    assert "gates" not in (found := differences(case, reading_of(case))), found


def test_known_gaps_are_few() -> None:
    assert sum("data-known-gap=" in path.read_text(encoding="utf-8") for path in CASES) <= MOST_GAPS


def test_every_sighting_says_why() -> None:
    for path in CASES:
        for item in reading_of(case_of(path.read_text(encoding="utf-8"))).sightings:
            assert item.technique
            assert item.owner_reason
            assert item.place in Place
            assert item.use in Use
