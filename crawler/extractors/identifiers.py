"""Register numbers and VAT ids. One check digit passes 8 to 10 of 100 random strings: an id counts only beside its label.

Patterns, labels and the python-stdnum module that checks the digits stand in the countries' files; where no module exists
(the Dutch KvK) `valid` is None: it can not be told.
"""

import importlib
import re
from collections.abc import Iterator
from functools import cache
from types import ModuleType

from crawler.extractors._number_noise import court_told
from crawler.knowledge.countries import Country, country
from crawler.knowledge.phrases import Phrases
from crawler.model.fact import Fact, FactKind
from crawler.model.scene import Scene

REACH = 60
"""Characters between the end of a label and the id that belongs to it."""

MOST = 300
"""Labels of one kind on one page that are looked at."""

O_FOR_ZERO = re.compile(r"(?<=[\dB])[Oo](?=\d)")
COURT = re.compile(r"(?:amtsgericht|registergericht|ag|handelsregister|des|beim|b\.)\s+", re.IGNORECASE)


def find(scene: Scene) -> Iterator[Fact]:
    """Give the ids of the visible blocks, of the two likeliest countries."""
    for code in scene.regions[:3]:
        if known := country(code):
            yield from _of_country(scene, known)


def _of_country(scene: Scene, known: Country) -> Iterator[Fact]:
    seen: set[tuple[str, str]] = set()
    for kind in (FactKind.REGISTER_NUMBER, FactKind.VAT_ID):
        for label in scene.ends(_labelled(scene, known, kind), MOST, "register-labels"):
            number = scene.block_at(label.start())
            block = scene.document.blocks[number]
            start = label.end() - scene.starts[number]
            first = label.start() - scene.starts[number]
            told = court_told(label.group(), block.text[:first]) or _led(known, kind, block.text[first:], len(label.group()))
            shown = told or _beside(scene, known, kind, number, start)
            value = _spelt(known, kind, shown)
            if shown and (block.visible or block.closed) and (kind, value) not in seen:
                seen.add((kind, value))
                yield Fact(
                    page_id=scene.page.id,
                    kind=kind,
                    value=value,
                    as_shown=shown,
                    place=block.place,
                    label=label.group(),
                    selector=scene.document.selector(number),
                    snippet=block.text[max(0, start - 60) : start + 80],
                    technique="identifiers",
                    valid=is_valid(known.code, kind, zeroed(shown)),
                )


def _labelled(scene: Scene, known: Country, kind: FactKind) -> Iterator[re.Match[str]]:
    """The labels of a kind of id; one may be glued to the letters of the country: `BtwBE 0123.456.749`."""
    yield from _labels(known.code, kind).finditer(scene.text, scene.words)
    if kind is FactKind.VAT_ID and known.vat_prefix and known.vat_labels and known.vat_prefix in scene.text:
        yield from _glued(known, scene.text)


def _spelt(known: Country, kind: FactKind, shown: str) -> str:
    """An id without its marks; a VAT id with the letters of its country, which are often left out at home."""
    value = re.sub(r"[\s.:\-/]", "", zeroed(shown)).upper()
    bare = kind is FactKind.VAT_ID and shown and not value.startswith(known.vat_prefix)
    return f"{known.vat_prefix}{value}" if bare else value


def zeroed(text: str) -> str:
    """A text in which the letter O inside a number is a nought; its length stays.

    >>> zeroed("BTW NL8015.32.966.BO1 of O20")
    'BTW NL8015.32.966.B01 of O20'
    """
    return O_FOR_ZERO.sub("0", text)


def _led(known: Country, kind: FactKind, text: str, length: int) -> str:
    """The id that a label of that length is the beginning of: `HRB 12345` with no court before it."""
    found = _pattern(known.code, kind).match(zeroed(text[: length + REACH]))
    return text[: found.end()] if found and found.end() > length else ""


def _beside(scene: Scene, known: Country, kind: FactKind, number: int, start: int) -> str:
    """The id that follows a label in its block, or in the next block when the label ends its own."""
    pattern = _pattern(known.code, kind)
    text = scene.document.blocks[number].text
    found = pattern.search(zeroed(text[start : start + REACH]))
    if not found and len(text) - start < 4:
        found = pattern.match(_next_text(scene, number))
        return found.group() if found else ""
    return text[start + found.start() : start + found.end()] if found else ""


def _next_text(scene: Scene, number: int) -> str:
    """The text of the next block that is more than a mark with a cell of its own."""
    texts = (block.text.strip() for block in scene.document.blocks[number + 1 : number + 3])
    return next((text for text in texts if len(text) > 1), "")


def is_valid(code: str, kind: FactKind, shown: str) -> bool | None:
    """Whether the check digits fit, None where the country's id has no check."""
    module = _module(code, kind)
    if module is None:
        return None
    try:
        written = (COURT.sub("", shown), re.sub(r"[\s.\-]", "", shown))
        return any(module.is_valid(item) for item in written) or _first_of_pair(module, shown)
    except Exception:  # noqa: BLE001  # a check that fails on odd input says "not valid", whatever it raises
        return False


def _first_of_pair(module: ModuleType, shown: str) -> bool:
    """A SIRET is a SIREN of nine digits and five for the establishment."""
    digits = re.sub(r"\D", "", shown)
    return module.__name__ == "stdnum.fr.siren" and len(digits) == 14 and bool(module.is_valid(digits[:9]))


@cache
def _labels(code: str, kind: FactKind) -> Phrases:
    known = country(code)
    words = (known.register_labels if kind is FactKind.REGISTER_NUMBER else known.vat_labels) if known else ()
    return Phrases(words)


def _glued(known: Country, text: str) -> Iterator[re.Match[str]]:
    """The labels that end where the letters of the country begin."""
    longest, done = max(map(len, known.vat_labels)), 0
    for letters in _letters(known.code).finditer(text):
        if label := _last_label(known.code).search(text, max(done, letters.start() - longest), letters.start()):
            done = label.end()
            yield label


@cache
def _letters(code: str) -> re.Pattern[str]:
    known = country(code)
    return re.compile(rf"{known.vat_prefix}(?=[ .]?[\dU])" if known else "(?!)")


@cache
def _last_label(code: str) -> re.Pattern[str]:
    known = country(code)
    labels = sorted(known.vat_labels, key=len, reverse=True) if known else []
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, labels))})\Z", re.IGNORECASE)


@cache
def _pattern(code: str, kind: FactKind) -> re.Pattern[str]:
    known = country(code)
    pattern = (known.register_pattern if kind is FactKind.REGISTER_NUMBER else known.vat_pattern) if known else ""
    return re.compile(pattern or "(?!)", re.IGNORECASE)


@cache
def _module(code: str, kind: FactKind) -> ModuleType | None:
    known = country(code)
    name = (known.register_module if kind is FactKind.REGISTER_NUMBER else known.vat_module) if known else ""
    return importlib.import_module(f"stdnum.{name}") if name else None
