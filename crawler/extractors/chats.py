"""Chats: a vendor's script, frame or words in the page's own code. The chat is offered; nothing is ever sent to it.

Where no vendor is known, a link that says nothing but "Live chat" offers one too.
"""

from collections.abc import Iterator
from functools import cache, lru_cache
from urllib.parse import urlsplit

from ahocorasick_rs import AhoCorasick

from crawler.knowledge.chats import chats
from crawler.knowledge.phrases import phrases
from crawler.model.found import Found
from crawler.model.scene import Scene
from crawler.model.sighting import Channel, GateKind, Place

LABEL = 30
"""Letters of a link that says nothing but "chat"."""

MOST = 600
"""Scripts, and frames, of one page that are looked at."""

LONGEST = 4_000
"""Characters of one inline script in which a vendor's words are looked for: the snippet that loads a chat is short."""


def find(scene: Scene) -> Iterator[Found]:
    """Give each chat vendor once, with the gate that the chat is."""
    scripts = scene.ends(scene.document.scripts, MOST, "scripts")
    frames = scene.ends(scene.document.frames, MOST, "frames")
    addresses = {address for address in (*[script.src for script in scripts], *frames) if address}
    serving = {name: host for host in sorted({_host(address) for address in addresses}) for name in _served_by(host)}
    serving |= {name: file for name, file in _files() if any(file in address for address in addresses)}
    marked = {name: word for script in scripts if script.text and "json" not in script.kind for name, word in marks(script.text)}
    for vendor in chats() if serving or marked else ():
        if told := serving.get(vendor.id) or marked.get(vendor.id):
            yield Found(Channel.CHAT, vendor.id, vendor.name, Place.SCRIPT, 0, "chats", told, label=vendor.name, gate=GateKind.CHAT)
    if not serving and not marked:
        yield from _linked(scene)


def _linked(scene: Scene) -> Iterator[Found]:
    """The first link whose text is a word for a chat."""
    words = phrases(scene.languages, "chat_words")
    if words.search(scene.text, scene.words) is None:
        return
    for link in scene.document.links:
        text = link.text.strip(" .!?:…›»→>")
        found = words.search(text) if 0 < len(text) <= LABEL and (link.visible or link.closed) else None
        if found and found.group() == text:
            yield Found(
                Channel.CHAT,
                text.casefold(),
                link.text,
                link.place,
                link.block,
                "chats",
                link.text,
                closed=link.closed,
                gate=GateKind.CHAT,
            )
            return


@lru_cache(maxsize=1024)
def marks(code: str) -> tuple[tuple[str, str], ...]:
    """The vendors whose words stand in a script's code, each with the word; the same script stands on every page of a shop."""
    words = _words()
    met = {number for number, _, _ in _searched().find_matches_as_indexes(code[:LONGEST], overlapping=True)}
    return tuple(words[number] for number in sorted(met))


@cache
def _words() -> tuple[tuple[str, str], ...]:
    return tuple((vendor.id, word) for vendor in chats() for word in (*vendor.hosts, *vendor.markers))


@cache
def _files() -> tuple[tuple[str, str], ...]:
    """The words that are part of a script's address, on a host that serves others too."""
    return tuple((name, word) for name, word in _words() if "/" in word or word.endswith(".js"))


@cache
def _searched() -> AhoCorasick:
    return AhoCorasick([word for _, word in _words()])


@lru_cache(maxsize=4096)
def _served_by(host: str) -> tuple[str, ...]:
    return tuple(vendor.id for vendor in chats() if vendor.serves(host))


@lru_cache(maxsize=4096)
def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""
