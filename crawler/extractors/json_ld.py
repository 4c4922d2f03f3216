"""JSON-LD: `telephone`, `faxNumber` and `email` of the things a page describes. Only machines read it: place `script`.

json first; then a repair of what shops get wrong (comments, a comma too many, raw line ends, entities); then extruct.
https://schema.org/ContactPoint

>>> [(item.key, item.text) for item in values('{"@type":"Store","telephone":"020-1234567",}')]
[('telephone', '020-1234567')]
"""

import html
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from crawler.extractors._email_addresses import address_of
from crawler.extractors._number_plans import number_of
from crawler.model.found import Found
from crawler.model.scene import Scene
from crawler.model.sighting import Channel, Place, Use

KEYS = frozenset({"telephone", "phone", "faxnumber", "email"})
LONGEST = 300_000
MOST, MOST_VALUES = 200, 400
"""JSON-LD texts of one page, and values in them, that are read."""

DEEPEST = 40
COMMENT = re.compile(r"^\s*(?://[^\n]*|/\*.*?\*/|<!--|-->|<!\[CDATA\[|\]\]>)\s*$", re.MULTILINE | re.DOTALL)
COMMA = re.compile(r",(\s*[}\]])")


class Value(NamedTuple):
    """One value: its key, the keys and types on the way to it, and its text."""

    key: str
    path: str
    text: str


def find(scene: Scene) -> Iterator[Found]:
    """Give the numbers and addresses of all JSON-LD of the page."""
    texts = scene.ends(scene.document.structured, MOST, "structured-data")
    for value in scene.ends([value for raw in texts for value in values(raw[:LONGEST])], MOST_VALUES, "structured-data"):
        yield from _found(scene, value)


def _found(scene: Scene, value: Value) -> Iterator[Found]:
    if value.key == "email":
        if address := address_of(value.text):
            yield Found(Channel.EMAIL, address, value.text, Place.SCRIPT, 0, "json-ld", value.text, label=value.path)
        return
    plan = number_of(value.text, scene.regions)
    if plan:
        use = Use.FAX if value.key == "faxnumber" else None
        yield Found(Channel.PHONE, plan.e164, value.text, Place.SCRIPT, 0, "json-ld", value.text, label=value.path, use=use)


@lru_cache(maxsize=256)
def values(raw: str) -> tuple[Value, ...]:
    """The contact values of one JSON-LD text, empty when it can not be read."""
    if not any(key in raw.lower() for key in KEYS):
        return ()
    return tuple(_walk(things(raw), "", 0))


@lru_cache(maxsize=256)
def things(raw: str) -> Any:
    """What the JSON-LD text describes: lists and mappings, or an empty list."""
    for text in (raw, COMMA.sub(r"\1", COMMENT.sub("", html.unescape(raw)))):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    try:
        from extruct.jsonld import JsonLdExtractor  # noqa: PLC0415  # half a second to load, needed for what json can not read

        return JsonLdExtractor().extract(f'<script type="application/ld+json">{raw}</script>')
    except Exception:  # noqa: BLE001  # a third-party reader of hostile text: whatever it raises means "can not be read"
        return []


def _walk(thing: Any, path: str, depth: int) -> Iterator[Value]:
    if depth > DEEPEST:
        return
    if isinstance(thing, list):
        for item in thing[:500]:
            yield from _walk(item, path, depth + 1)
    if not isinstance(thing, dict):
        return
    kind = thing.get("@type", "")
    here = f"{path}/{kind if isinstance(kind, str) else ''}".strip("/")
    for key, item in thing.items():
        name = str(key).lower().removeprefix("schema:")
        if name in KEYS:
            yield from (
                Value(name, here, str(text)[:200])
                for text in (item if isinstance(item, list) else [item])
                if isinstance(text, str | int)
            )
        else:
            yield from _walk(item, f"{here}/{key}", depth + 1)
