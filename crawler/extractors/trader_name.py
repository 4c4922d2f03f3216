"""The trader's name: words with a capital before a legal form (`Noordlicht Lampen B.V.`), and the organisation of JSON-LD.

A line that is nothing but a name and its form may have small letters before the form: `Stolařství na míru s.r.o.`
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from crawler.extractors._legal_forms import is_form, short_forms
from crawler.extractors.json_ld import things
from crawler.knowledge.hosts import host_of, name_of
from crawler.knowledge.joints import within_names
from crawler.knowledge.phrases import Phrases, page_phrases, phrases
from crawler.knowledge.unit_words import any_of, unit_words
from crawler.model.fact import Fact, FactKind
from crawler.model.link import PageKind
from crawler.model.scene import Scene
from crawler.model.sighting import Place
from crawler.model.strict import read_facts

FILE = Path(__file__).with_suffix(".toml")
ORGANISATIONS = ("organization", "store", "business", "corporation", "shop")
CAPITALS = "A-ZÀ-ÖØ-Þ" + "".join(letter for letter in map(chr, range(0x100, 0x180)) if letter.isupper())
"""Those of Western and of Central Europe: Š, Ž, Ł."""

WORD = rf"(?<!\w)[{CAPITALS}0-9&][\w&'’.-]{{0,30}}"
BETWEEN = rf"(?:{any_of(read_facts(FILE)['joined'])}[ \t]+)?"
ARTICLE = r"(?:(?<![\w'’])['’][a-z][ \t]+)?"
NAME = re.compile(rf"{ARTICLE}(?:{WORD}[ \t]+{BETWEEN}){{0,4}}{WORD},?[ \t]+$")
"""In Spain and Portugal a comma stands before the form (`Candeeiros do Norte, Lda.`); a name may begin short (`'t Licht`)."""

LEFT = re.compile(rf"(?P<words>(?:{WORD}[ \t]+)*)(?P<small>(?:{any_of(within_names())}[ \t]+){{1,3}})$")
"""The part of a name before small words, which may begin it: `Bakkerij van der` Zee."""

NAMED = re.compile(rf"[{CAPITALS}0-9][^:@*?!\n]{{1,60}}")
"""What stands behind a label for a name: no field to fill in, and no sentence."""

JOINT = re.compile(r"\s*[/|–]\s*|\s+-\s+")
"""Between two labels of one value: `Nom / Raison sociale`."""

COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)(?:[\s©–-]|(?:19|20)\d\d(?!\w))*", re.IGNORECASE)
"""The sign and the years that stand before a name: `© 2018 Lampen bvba`."""

NO_LETTER = re.compile(r"[\W_]+")
REACH = 80
MOST, MENTIONS = 10, 300
"""Names, and mentions of a legal form, of one page that are looked at."""


def find(scene: Scene) -> Iterator[Fact]:
    """Give each name once a page, and none that is the end of another."""
    seen: set[str] = set()
    names = [*_in_text(scene), *_labelled(scene), *_in_data(scene)]
    for number, name in names:
        if name.lower() in seen or len(seen) >= MOST or any(_ends(other, name) for _, other in names):
            continue
        seen.add(name.lower())
        block = scene.document.blocks[number] if number >= 0 else None
        yield Fact(
            page_id=scene.page.id,
            kind=FactKind.TRADER_NAME,
            value=name,
            as_shown=name,
            place=block.place if block else Place.SCRIPT,
            selector=scene.document.selector(number) if block else "",
            snippet=block.text[:160] if block else "",
            technique="legal-form" if block else "json-ld",
        )


def _ends(name: str, part: str) -> bool:
    """Whether a name is a part and small words before it: `Bakkerij van der Zee B.V.` and `Zee B.V.`."""
    return name.endswith(part) and LEFT.fullmatch(name.removesuffix(part)) is not None


def _in_text(scene: Scene) -> Iterator[tuple[int, str]]:
    for code in scene.regions[:2]:
        for form in scene.ends(short_forms(code).finditer(scene.text, scene.words), MENTIONS, "legal-forms"):
            number = scene.block_at(form.start())
            line, words = _before(scene, form.start(), form.end(), scene.starts[number])
            name = f"{words} {form.group()}" if words else ""
            if name and scene.document.blocks[number].visible and not (is_form(code, name) or _is_anothers(scene, number, line)):
                yield number, name


def _before(scene: Scene, start: int, end: int, block: int) -> tuple[str, str]:
    """The line before a legal form, and the name there; the whole line where the form ends it and the last word has no capital."""
    near = scene.text[max(block, start - REACH) : start].rpartition("\n")
    line = near[2]
    named = COPYRIGHT.split(line)[-1]
    whole = bool(near[1] or start - REACH <= block) and scene.text[end : end + 1] in ("", "\n")
    if words := NAME.search(named):
        return line, named[_begin(scene, named, words.start(), whole=whole) :].strip()
    return line, named.strip() if whole and named.strip()[:1].isalpha() and NAMED.fullmatch(named.strip()) else ""


def _begin(scene: Scene, text: str, start: int, *, whole: bool) -> int:
    """Where a name begins whose last words begin at `start`: small words belong to it where the shop's domain has them too.

    So they do in a line that is nothing but the name, and does not tell whose something is: `Voorwaarden van Lampen B.V.`
    """
    left = LEFT.search(text[:start])
    if left is None:
        return start
    domain = name_of(host_of(scene.shop.url))
    if NO_LETTER.sub("", text[left.start("small") :].casefold()) in domain:
        return left.start()
    alone = whole and left["words"] and not text[: left.start()].strip()
    return left.start() if alone and not any(words.search(text[:start]) for words in _belonging(scene.languages)) else start


@cache
def _belonging(codes: tuple[str, ...]) -> tuple[Phrases, ...]:
    """What says whose something is, and the names of pages."""
    return Phrases(unit_words(FILE, "belonging")), page_phrases(codes, *PageKind)


def _is_anothers(scene: Scene, number: int, before: str) -> bool:
    """Whether the heading above, the line before, or what stands before on a line speaks of others: `Hébergeur : Nuage SAS`."""
    blocks, others = scene.document.blocks, phrases(scene.languages, "third_party_labels")
    above = blocks[number - 1].text if number and blocks[number - 1].text.rstrip().endswith(":") else ""
    heading = next(reversed(blocks[number].headings), "")
    if others.search(heading) and not phrases(scene.languages, "name_labels", "service_labels").search(heading):
        return True
    return any(others.search(text[-REACH:]) for text in (blocks[number].label, above, before))


def _labelled(scene: Scene) -> Iterator[tuple[int, str]]:
    """The names in cells behind a label, and behind it on its line: `Handelsnaam: Noordlicht`."""
    words = phrases(scene.languages, "name_labels")
    told_in = {scene.block_at(at) for found in words.finditer(scene.text, scene.words) for at in (found.start(), found.end() - 1)}
    for block in scene.document.blocks if told_in else ():
        if not block.label and block.number not in told_in:
            continue
        label, line = (block.label, block.text) if block.label else block.text.partition("\n")[0].partition(":")[::2]
        told = label.strip(" :")
        if not line or not 0 < len(told) <= REACH or not block.visible or not NAMED.fullmatch(line.strip()):
            continue
        named = all((found := words.search(part)) and found.group() == part for part in JOINT.split(told))
        formal = any(is_form(code, line) for code in scene.regions[:2])
        if named and not formal and not _is_anothers(scene, block.number, ""):
            yield block.number, line.strip()


def _in_data(scene: Scene) -> Iterator[tuple[int, str]]:
    for raw in scene.document.structured:
        if '"name"' in raw or "legalName" in raw:
            yield from ((-1, name) for name in _names(things(raw), 0))


def _names(thing: Any, depth: int) -> Iterator[str]:
    if depth > 6:
        return
    if isinstance(thing, list):
        for item in thing[:50]:
            yield from _names(item, depth + 1)
    if isinstance(thing, dict):
        kind = str(thing.get("@type", "")).lower()
        if any(word in kind for word in ORGANISATIONS):
            yield from (name[:120] for key in ("legalName", "name") if isinstance(name := thing.get(key), str) and name)
        for key in ("@graph", "publisher", "seller", "provider", "offers"):
            yield from _names(thing.get(key), depth + 1)
