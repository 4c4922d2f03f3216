"""Reading: everything that one page tells about how to reach the shop, and what only all its pages together tell.

`read` runs the rosters over a parsed page: decoders bring to light what is hidden, extractors find values, owner rules tell
whose they are and what for. `settle` looks at a shop's sightings again when all its pages are read, and `compare` tells where
they do not agree.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice

from crawler.decoders import (
    at_words,
    base64_text,
    character_array,
    click_scripts,
    cloudflare,
    drawn_signs,
    form_fields,
    reversed_text,
    rot13,
    typo3,
    written_script,
)
from crawler.extractors import (
    addresses,
    attribute_values,
    callback,
    chats,
    decoded_values,
    dispute_links,
    forms,
    hours,
    identifiers,
    json_ld,
    log_ins,
    machine_hours,
    machine_text,
    mailto_links,
    microdata,
    pictured_values,
    platforms,
    post_boxes,
    promises,
    reply_times,
    short_numbers,
    social,
    tariffs,
    tel_links,
    trader_name,
    visible_emails,
    visible_phones,
    webmail_links,
    whatsapp,
    wizards,
)
from crawler.extractors._languages_read import languages_of
from crawler.extractors._regions import regions_of
from crawler.extractors._sections import section_of
from crawler.extractors._shop_platform import settled_platforms
from crawler.extractors._shown_text import clean_text
from crawler.extractors._value_labels import labels
from crawler.knowledge.phrases import words_of
from crawler.model.document import Document
from crawler.model.fact import Fact
from crawler.model.found import Claim, Decoded, Found
from crawler.model.gate import Gate
from crawler.model.page import Page
from crawler.model.scene import Marks, Scene, blocks_where, starts_of
from crawler.model.shop import Shop
from crawler.model.sighting import GateKind, Owner, Sighting, Use
from crawler.owners import (
    area_guide,
    fax,
    maker,
    placeholder,
    purpose,
    reviewer,
    site_builder,
    site_credits,
    third_party,
    unreadable,
)
from crawler.owners import whatsapp as whatsapp_use
from crawler.owners._contradictions import contradictions
from crawler.owners._neighbours import reconsider
from crawler.owners._whole_shop import settled

Decode = Callable[[Scene], Iterable[Decoded]]
Find = Callable[[Scene], Iterable[Found]]
FindFacts = Callable[[Scene], Iterable[Fact]]
FindGates = Callable[[Scene], Iterable[Gate]]
Attribute = Callable[[Found, Scene], Claim | None]

DECODE: tuple[tuple[str, Decode], ...] = (
    ("cloudflare", cloudflare.decode),
    ("written-script", written_script.decode),
    ("click-script", click_scripts.decode),
    ("character-array", character_array.decode),
    ("typo3", typo3.decode),
    ("rot13", rot13.decode),
    ("base64", base64_text.decode),
    ("reversed-text", reversed_text.decode),
    ("form-fields", form_fields.decode),
    ("drawn-signs", drawn_signs.decode),
    ("at-words", at_words.decode),
)
"""The ways of hiding that are undone, with their names."""

DECODERS: tuple[str, ...] = (*(name for name, _ in DECODE), "joomla-cloak", "percent", "entities")
"""Names of all ways of hiding that are tried, for the certificate."""

FIND: tuple[Find, ...] = (
    visible_phones.find,
    short_numbers.find,
    tel_links.find,
    whatsapp.find,
    visible_emails.find,
    mailto_links.find,
    webmail_links.find,
    decoded_values.find,
    attribute_values.find,
    pictured_values.find,
    microdata.find,
    json_ld.find,
    machine_text.find,
    forms.find,
    chats.find,
    callback.find,
    social.find,
    addresses.find,
)
"""The extractors; where two find a value in one block, the first in this order is kept."""

FIND_FACTS: tuple[FindFacts, ...] = (
    trader_name.find,
    identifiers.find,
    hours.find,
    machine_hours.find,
    reply_times.find,
    tariffs.find,
    promises.find,
    dispute_links.find,
    post_boxes.find,
    platforms.find,
)
"""The extractors of facts about the trader."""

FIND_GATES: tuple[FindGates, ...] = (wizards.find, log_ins.find)
"""The extractors of ways to the shop that are offered without a value; a chat and a call-back are channels too."""

ATTRIBUTE: tuple[Attribute, ...] = (
    placeholder.attribute,
    unreadable.attribute,
    fax.attribute,
    whatsapp_use.attribute,
    third_party.attribute,
    site_credits.attribute,
    maker.attribute,
    reviewer.attribute,
    area_guide.attribute,
    site_builder.attribute,
    purpose.attribute,
)
"""The owner rules; the first that names an owner decides the owner, the first that names a use decides the use."""

MOST, MOST_DECODED = 500, 400
"""Values of one extractor, and decoded texts, of one page that are kept: no shop shows more, a hostile page may."""

LONGEST, FRONT, BACK = 100_000, 200_000, 100_000
"""Characters of one block, and of the first and the last blocks of a page, that are read. A book of 150 pages has as many."""

MOST_FACTS = 500
"""Facts of one extractor on one page that are kept."""

MOST_MENTIONS = 50
"""Mentions of one value in one block that are told apart."""

NOUGHTS = bytes.maketrans(b"123456789", b"000000000")
SNIPPET = 60
"""Characters on either side of a value that a sighting keeps; where no text stands around it, the value itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one page told: channels, facts about the trader, and gates met; `cut`: what was too much to be read in full."""

    sightings: tuple[Sighting, ...] = ()
    facts: tuple[Fact, ...] = ()
    gates: tuple[Gate, ...] = ()
    cut: tuple[str, ...] = ()


def read(page: Page, document: Document, shop: Shop) -> Reading:
    """Read one parsed page. Never raises on what a page holds."""
    return read_scene(scene_of(page, document, shop))


def read_scene(scene: Scene) -> Reading:
    """Read a page of which all that extractors need is worked out."""
    found = found_in(scene)
    told = Reading(
        sightings=reconsider(tuple(_sightings(found, scene)), [item.block for item in found], scene),
        facts=tuple(chain.from_iterable(islice(find(scene), MOST_FACTS) for find in FIND_FACTS)),
        gates=(
            *(_gate(item, scene) for item in found if item.gate is not None),
            *chain.from_iterable(find(scene) for find in FIND_GATES),
        ),
    )
    return replace(told, cut=tuple(sorted(scene.cut)))


def found_in(scene: Scene) -> list[Found]:
    """The values of a page, each once where it stands, before it is known whose they are: one a sighting, in the same order."""
    return _merged(chain.from_iterable(scene.ends(find(scene), MOST, "values") for find in FIND))


def scene_of(page: Page, document: Document, shop: Shop) -> Scene:
    """Work out once what all extractors need of a page."""
    texts, cut = _bounded([block.text for block in document.blocks])
    targets = [link.target for link in document.links]
    starts = starts_of(texts)
    text = clean_text("\n".join(texts))
    numbered = _numbered(text, starts)
    figures = [text[starts[number] : starts[number] + len(texts[number])] for number in numbered]
    with_figures = "\n".join(figures)
    words = frozenset().union(*map(words_of, set(texts)))
    bare = Scene(
        page=page,
        document=document,
        shop=shop,
        languages=languages_of(shop, document, text),
        regions=regions_of(shop, document, with_figures, text, words),
        text=text,
        starts=starts,
        words=words,
        numbered=numbered,
        figures=with_figures,
        figure_starts=starts_of(figures),
        targets="\n".join(targets),
        contact_links=tuple([link for link, target in zip(document.links, targets, strict=True) if target[:4] != "http"]),
        cut=cut,
        marks=_marks(document) if document.microdata else {},
    )
    decoded = chain.from_iterable(decode(bare) for _, decode in DECODE)
    return bare.with_decoded(tuple(bare.ends(decoded, MOST_DECODED, "hidden-values")))


def _bounded(texts: list[str]) -> tuple[list[str], set[str]]:
    """The texts of the blocks; of too long a page those in the middle are empty, and a note says so."""
    left = sum(map(len, texts))
    if left <= FRONT + BACK and all(len(text) <= LONGEST for text in texts):
        return texts, set()
    kept, done = [], 0
    for text in texts:
        kept.append(text[:LONGEST] if done < FRONT or left <= BACK else "")
        done, left = done + len(text), left - len(text)
    return kept, {"too-long-text"}


def _marks(document: Document) -> Marks:
    """What microdata and RDFa call the parts of each block."""
    marks: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for item in document.attributes:
        if item.name in ("itemprop", "property"):
            marks[item.block].add((item.name, item.value.strip().lower()))
    return {block: frozenset(names) for block, names in marks.items()}


def _numbered(text: str, starts: Sequence[int]) -> tuple[int, ...]:
    """The blocks with a digit; bytes are searched faster than a class of characters."""
    find = text.encode("ascii", "replace").translate(NOUGHTS).find
    return tuple(blocks_where(partial(find, b"0"), starts))


def _merged(found: Iterable[Found]) -> list[Found]:
    """One of each value where it stands: a link and its text are one sighting, two mentions in a sentence are two."""
    kept: dict[tuple[str, str, int, str, bool], list[Found]] = {}
    for item in found:
        same = kept.setdefault((item.channel, item.value, item.block, item.place, item.closed), [])
        at = next((number for number, other in enumerate(same) if _overlap(item, other)), None) if len(same) < MOST_MENTIONS else -1
        if at is None:
            same.append(item)
        else:
            same[at] = _joined(same[at], item)
    return list(chain.from_iterable(kept.values()))


def _overlap(one: Found, other: Found) -> bool:
    if one.end and other.end and not (one.start < other.end and other.start < one.end):
        return False
    in_one_text = one.end and other.end and one.text == other.text
    return bool(in_one_text) or _is_for_whatsapp(one) == _is_for_whatsapp(other)


def _is_for_whatsapp(item: Found) -> bool:
    """Whether its link or label says WhatsApp: an icon without words beside a number that does not is another way, and no label."""
    return item.use is Use.WHATSAPP or (item.label != "" and labels("whatsapp_labels").search(item.label) is not None)


def _joined(one: Found, other: Found) -> Found:
    """The written one of a link and its text, with the label of either; it is WhatsApp's when no other word stands there."""
    best, second = (other, one) if other.written_out and not one.written_out else (one, other)
    label = best.label or second.label
    use = best.use
    if best.use is not second.use:
        linked = best.use or second.use
        use = linked if linked is Use.WHATSAPP and all(not item.label or item.use is linked for item in (best, second)) else None
    return best._replace(label=label, use=use)


def _sightings(found: list[Found], scene: Scene) -> Iterator[Sighting]:
    for item in found:
        yield _sighting(item, scene, _claims(item, scene))


def _gate(found: Found, scene: Scene) -> Gate:
    vendor = found.value if found.gate is GateKind.CHAT else found.as_shown
    return Gate(page_id=scene.page.id, kind=found.gate or GateKind.CHAT, vendor=vendor, snippet=found.text[:120])


def _claims(found: Found, scene: Scene) -> Claim:
    owner = use = None
    reasons = ["", ""]
    for attribute in ATTRIBUTE:
        if (claim := attribute(found, scene)) is None:
            continue
        if owner is None and claim.owner is not None:
            owner, reasons[0] = claim.owner, claim.reason
        if use is None and claim.use is not None:
            use, reasons[1] = claim.use, claim.reason
    return Claim("\n".join(reasons), owner, use)


def _around(text: str, start: int, end: int) -> str:
    """What stands around a value: whole words, with a mark where it is cut, so that nothing is quoted as another text.

    >>> _around("Brass & Bell Ltd, 41 Livery Street, Birmingham B3 2PB. You can telephone us on 0191 498 0231.", 79, 92)
    '… Livery Street, Birmingham B3 2PB. You can telephone us on 0191 498 0231.'
    """
    before, after = text[max(0, start - SNIPPET) : start], text[end : end + SNIPPET]
    if start > SNIPPET:
        before = f"… {_rest(before.split(None, 1), before)}"
    if end + SNIPPET < len(text):
        after = f"{_rest(after.rsplit(None, 1)[::-1], after)} …"
    return f"{before}{text[start:end]}{after}"


def _rest(parts: list[str], whole: str) -> str:
    """A stretch without the word at which it was cut; all of it where it is one word."""
    return parts[1] if len(parts) > 1 else whole


def _sighting(found: Found, scene: Scene, claim: Claim) -> Sighting:
    owner_reason, _, use_reason = claim.reason.partition("\n")
    return Sighting(
        page_id=scene.page.id,
        channel=found.channel,
        value=found.value,
        as_shown=found.as_shown,
        place=found.place,
        owner=claim.owner or Owner.TRADER,
        use=claim.use or Use.SERVICE,
        closed=found.closed,
        written_out=found.written_out,
        section=section_of(scene, found.block),
        selector=scene.document.selector(found.block) if found.block < len(scene.document.blocks) else "",
        snippet=_around(found.text, found.start, found.end) or found.as_shown or found.value,
        label=found.label,
        technique=found.technique,
        decoder=found.decoder,
        owner_reason=owner_reason or "on-the-shops-page",
        use_reason=use_reason,
        confidence=found.confidence,
    )


def settle(shop: Shop, pages: Iterable[Page], sightings: tuple[Sighting, ...]) -> tuple[Sighting, ...]:
    """Look at all sightings of a shop again; the same number in the same order comes back."""
    return settled(shop, pages, sightings)


def compare(shop: Shop, pages: Iterable[Page], sightings: tuple[Sighting, ...]) -> tuple[Fact, ...]:
    """What a shop's pages say against each other, told by its settled sightings."""
    return contradictions(shop, pages, sightings)


def settle_facts(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """What a shop's pages tell of it, with the platform it runs on told once."""
    return settled_platforms(facts)
