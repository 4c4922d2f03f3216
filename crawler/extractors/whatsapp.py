"""WhatsApp: links to `wa.me`, `wa.link`, `api.whatsapp.com` and `whatsapp:`. Without a number they share the page: no channel.

The number is given twice: as the channel WhatsApp, and as a phone number whose use is WhatsApp, so that a number that stands
nowhere else is not taken for one that can be called. https://faq.whatsapp.com/5913398998672934
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from crawler.extractors._number_plans import number_of
from crawler.extractors._shown_text import link_text, place_of
from crawler.model.found import Found
from crawler.model.link import Link
from crawler.model.scene import Scene
from crawler.model.sighting import Channel, Use

TARGET = re.compile(
    r"""
    (?: https?://(?:www\.)?wa\.me/(?:message/|qr/|c/)?
      | https?://wa\.link/ | https?://(?:api|www)\.whatsapp\.com/message/
      | (?:https?://(?:api|web|chat|www)\.whatsapp\.com|whatsapp:/)/send/?\?(?:[^#]*&)?phone= )
    (?P<number> (?:%2B|\+|00)?[\d\s()-]{7,20} | [A-Z0-9]{8,20}\b | (?<=wa\.link/)[a-z0-9]{4,12}\b )
    """,
    re.VERBOSE | re.IGNORECASE,
)

SIGNS = ("wa.me", "wa.link", "whatsapp")
MOST = 200
"""Such links of one page that are read."""


def find(scene: Scene) -> Iterator[Found]:
    """Give the numbers of all WhatsApp links."""
    linked = scene.document.links if any(sign in scene.targets for sign in SIGNS) else ()
    links = [link for link in linked if any(sign in link.target for sign in SIGNS)]
    for link in scene.ends(links, MOST, "whatsapp-links"):
        if found := TARGET.match(link.target):
            yield from _of_link(scene, link, unquote(found["number"]).strip())


def _of_link(scene: Scene, link: Link, dialled: str) -> Iterator[Found]:
    digits = re.sub(r"\D", "", dialled)
    plan = number_of("+" + digits.removeprefix("00"), ()) or number_of(digits, scene.regions) if len(digits) >= 7 else None
    text, start, end = link_text(scene, link)
    place = place_of(link.place, visible=link.visible, closed=link.closed)
    value = plan.e164 if plan else dialled
    written = len(re.findall(r"\d", link.text)) >= 6
    found = Found(
        Channel.WHATSAPP,
        value,
        link.text or dialled,
        place,
        link.block,
        "whatsapp",
        text,
        start,
        end,
        "WhatsApp",
        closed=link.closed,
        written_out=written,
        use=Use.WHATSAPP,
    )
    yield found
    if plan:
        yield found._replace(channel=Channel.PHONE)
