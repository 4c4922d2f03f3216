"""Links that open a message in a mail service on the web: `https://mail.google.com/mail/?view=cm&to=info@shop.com`.

Like a `mailto:` link it brings a visitor to the shop's address; one without a recipient shares the page.

>>> recipient("https://mail.google.com/mail/?view=cm&fs=1&to=info%40shop.nl&su=Lamp")
'info@shop.nl'
>>> recipient("https://mail.google.com/mail/?view=cm&su=Lamp"), recipient("https://shop.nl/contact?to=info@shop.nl")
('', '')
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from crawler.extractors._email_addresses import addresses
from crawler.extractors._shown_text import address_of_link
from crawler.model.found import Found
from crawler.model.scene import Scene
from crawler.model.strict import read_facts

FILE = Path(__file__).with_suffix(".toml")

MOST = 50
"""Such links of one page that are read."""


def find(scene: Scene) -> Iterator[Found]:
    """Give the recipients of all such links."""
    if not any(host in scene.targets for host in _hosts()):
        return
    links = [(link, told) for link in scene.document.links if (told := recipient(link.target))]
    for link, told in scene.ends(links, MOST, "webmail-links"):
        yield from (address_of_link(scene, link, item.value, "webmail-links") for item in addresses(told))


def recipient(target: str) -> str:
    """Whom a link to a mail service writes to, "" for any other link."""
    try:
        parts = urlsplit(target)
        host = (parts.hostname or "").lower()
    except ValueError:
        return ""
    return next(iter(parse_qs(parts.query).get("to", ())), "")[:1_000] if host in _hosts() else ""


@cache
def _hosts() -> frozenset[str]:
    return frozenset(read_facts(FILE)["hosts"])
