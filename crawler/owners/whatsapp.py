"""Numbers whose only label is WhatsApp: printed or not, nobody can call them.

A number with another label beside it (`Tel / WhatsApp`, `Tel. 06-... (WhatsApp)`), behind words that join calling and WhatsApp
(`Bel of app ons: 06-...`), or shown elsewhere on the page as a phone, answers calls too.
"""

import re
from functools import cache
from pathlib import Path

from crawler.knowledge.denials import denied
from crawler.knowledge.joints import joints
from crawler.knowledge.languages import VOICE, language_codes
from crawler.knowledge.phrases import Phrases, phrases
from crawler.knowledge.unit_words import unit_words
from crawler.model.found import Claim, Found
from crawler.model.scene import Scene
from crawler.model.sighting import Channel, Use
from crawler.owners._surroundings import VALUE, before, cell

FILE = Path(__file__).with_suffix(".toml")
SIGNS = re.compile(r"[/&+(]|^\W{1,3}$")
STOPS = re.compile(r"[.;:!?|\n\d]\s?(?=\w)")
"""Marks behind which another thing is told."""

NEAR = 45
"""Letters between a word for calling and one for WhatsApp that are joined: `Bel ons of stuur een bericht via WhatsApp`."""


def attribute(found: Found, scene: Scene) -> Claim | None:
    """Say that a number is for WhatsApp alone."""
    if found.channel not in (Channel.PHONE, Channel.WHATSAPP):
        return None
    if found.use is Use.WHATSAPP:
        return Claim("whatsapp-link", use=Use.WHATSAPP)
    if not found.label or not _names().search(found.label):
        return None
    return None if _answers_calls(found, scene) else Claim("labelled-whatsapp", use=Use.WHATSAPP)


def _answers_calls(found: Found, scene: Scene) -> bool:
    left = _own(before(found))
    if _leaves_out_whatsapp(found.label) or _leaves_out_whatsapp(left):
        return True
    if any(_alone().search(_inviting().sub(" ", text)) for text in (found.label, left)):
        return False
    label = _names().sub(" ", found.label)
    if _voice().search(label) or _also().search(label) or _ends_with_voice(left):
        return True
    if _is_second(label) and _voice().search(left):
        return True
    return any(map(_joins_calling, (left, cell(found, scene))))


def _leaves_out_whatsapp(text: str) -> bool:
    """Whether a text says that a number takes no WhatsApp.

    >>> _leaves_out_whatsapp("Bel (geen WhatsApp): "), _leaves_out_whatsapp("Niet bellen, WhatsApp: ")
    (True, False)
    """
    ends = [word.end() for word in denied().finditer(text)]
    return any(not text[end : name.start()].strip() for name in _names().finditer(text) for end in ends if end < name.start())


def _is_second(label: str) -> bool:
    """Whether a label behind a number joins WhatsApp to what stands before it: `Par téléphone au 0486... ou par WhatsApp`."""
    return label.split()[:1] in [[word] for word in joints(either=True)]


def _own(text: str) -> str:
    """The part of a text behind its last value."""
    return text[max((value.end() for value in VALUE.finditer(text)), default=0) :]


def _ends_with_voice(text: str) -> bool:
    return any(not re.search(r"\w", text[found.end() :]) for found in _voice().finditer(text))


def _joins_calling(text: str) -> bool:
    """Whether a text offers calling and WhatsApp in one breath.

    >>> _joins_calling("Bel ons of stuur een WhatsApp naar "), _joins_calling("Telefonisch tot 5 uur, WhatsApp: ")
    (True, False)
    """
    name = next(reversed(list(_names().finditer(text))), None)
    if name is None:
        return False
    between = [text[voice.end() : name.start()] for voice in _voice().finditer(text) if voice.start() < name.start()]
    return any(len(words) <= NEAR and not STOPS.search(words) and _is_joint(words) for words in between)


def _is_joint(text: str) -> bool:
    return SIGNS.search(text) is not None or _joins().search(text) is not None


@cache
def _names() -> Phrases:
    return phrases(language_codes(), "whatsapp_labels")


@cache
def _voice() -> Phrases:
    return phrases(language_codes(), *VOICE)


@cache
def _joins() -> Phrases:
    return Phrases(joints(either=True))


@cache
def _also() -> Phrases:
    return Phrases(unit_words(FILE, "also"))


@cache
def _inviting() -> Phrases:
    return Phrases(unit_words(FILE, "inviting"))


@cache
def _alone() -> Phrases:
    return Phrases(unit_words(FILE, "alone"))
