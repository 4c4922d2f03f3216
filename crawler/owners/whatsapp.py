"""Numbers whose only label is WhatsApp: printed or not, nobody can call them.

A number with another label beside it (`Tel / WhatsApp`), or shown elsewhere on the page as a phone, answers calls too.
"""

from crawler.knowledge.languages import language_codes
from crawler.knowledge.phrases import phrases
from crawler.model.found import Claim, Found
from crawler.model.scene import Scene
from crawler.model.sighting import Channel, Use


def attribute(found: Found, scene: Scene) -> Claim | None:  # noqa: ARG001  # one signature for all rules
    """Say that a number is for WhatsApp alone."""
    if found.channel not in (Channel.PHONE, Channel.WHATSAPP):
        return None
    if found.use is Use.WHATSAPP:
        return Claim("whatsapp-link", use=Use.WHATSAPP)
    words = phrases(language_codes(), "whatsapp_labels")
    if not found.label or not words.search(found.label):
        return None
    voice = phrases(language_codes(), "phone_labels", "mobile_labels").search(words.sub(" ", found.label))
    return None if voice else Claim("labelled-whatsapp", use=Use.WHATSAPP)
