"""Cloudflare's e-mail obfuscation: hex digits, the first byte is the key that every further byte was xor-ed with.

It stands in `data-cfemail="..."` or in the fragment of a link to `/cdn-cgi/l/email-protection#...`. Cloudflare's own
script puts the address there, so the visitor reads it: https://developers.cloudflare.com/waf/tools/scrape-shield/email-address-obfuscation/

>>> unlock("422b2c242d0231322d2d6c2c2e")
'info@spoo.nl'
"""

from collections.abc import Iterator

from crawler.model.found import Decoded
from crawler.model.scene import Scene
from crawler.model.sighting import Place

MARKER = "/cdn-cgi/l/email-protection"


def decode(scene: Scene) -> Iterator[Decoded]:
    """Give the addresses of `data-cfemail` attributes and of protected links."""
    for attribute in scene.document.attributes:
        if attribute.name == "data-cfemail" and (text := unlock(attribute.value)):
            place = attribute.place if attribute.visible else Place.HIDDEN
            yield Decoded(text, "cloudflare", place, attribute.block, as_shown=attribute.value)
    for link in scene.document.links if MARKER in scene.targets else ():
        if MARKER not in link.target:
            continue
        path, _, locked = link.target.partition("#")
        if locked and path.endswith(MARKER) and (text := unlock(locked)):
            place = link.place if link.visible else Place.HIDDEN
            yield Decoded(text, "cloudflare", place, link.block, as_shown=link.target)


def unlock(locked: str) -> str:
    """Give the hidden text, or an empty string where this is no such code."""
    try:
        key, *rest = bytes.fromhex(locked.partition("?")[0][:1000])
        return bytes(byte ^ key for byte in rest).decode()
    except ValueError:
        return ""
