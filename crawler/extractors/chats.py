"""Chats: a vendor's script, frame or words in the page's own code. The chat is offered; nothing is ever sent to it."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from crawler.knowledge.chats import chats
from crawler.model.found import Found
from crawler.model.scene import Scene
from crawler.model.sighting import Channel, GateKind, Place

LONGEST = 4_000
"""Characters of one inline script in which a vendor's words are looked for: the snippet that loads a chat is short."""


def find(scene: Scene) -> Iterator[Found]:
    """Give each chat vendor once, with the gate that the chat is."""
    hosts = {_host(address) for address in (*(script.src for script in scene.document.scripts), *scene.document.frames) if address}
    code = "\n".join(script.text[:LONGEST] for script in scene.document.scripts if script.text and "json" not in script.kind)
    for vendor in chats():
        served = next((host for host in hosts if vendor.serves(host)), "")
        marked = served or next((marker for marker in (*vendor.markers, *vendor.hosts) if marker in code), "")
        if marked:
            yield Found(
                Channel.CHAT, vendor.id, vendor.name, Place.SCRIPT, 0, "chats", marked, label=vendor.name, gate=GateKind.CHAT
            )


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""
