"""Words beside a number that are a link of their own: of two buttons `06-12345678` and `WhatsApp` one does not name the other.

A word behind a number belongs to its own link always. One before it does so only where the number is itself a link that dials:
`WhatsApp 06-12345678` is a label with its value, whether or not the word can be clicked.
"""

from crawler.extractors._value_labels import JOINT, begins_what_follows, label_around, label_behind, label_on_left, labels
from crawler.model.link import DIALS
from crawler.model.scene import Scene

BETWEEN = " \t-–:,|·•"
"""Marks between a number and a word behind it."""


def label_after(scene: Scene, number: int, own: str, after: str) -> str:
    """The label behind a number in block `number`; `own` is the label in its line, "" where it has none.

    Text of another link is none, nor is a word of what follows a number that has its own.
    """
    label = label_behind(after).text
    return "" if not label or begins_what_follows(own, after) or is_link_behind(scene, number, after) else label


def is_link_behind(scene: Scene, number: int, after: str) -> bool:
    """Whether what follows a number in its line, in block `number`, is the text of another link."""
    rest = after.lstrip(BETWEEN)
    return any(link.text and rest.startswith(link.text) for link in scene.links_in(number))


def is_link_before(scene: Scene, number: int, before: str, shown: str) -> bool:
    """Whether a WhatsApp label right before a number is the text of another link, and the number one that dials."""
    return _dials(scene, number, shown) and _ends_in_whatsapp(scene, number, before)


def label_before(scene: Scene, number: int, before: str) -> str:
    """The label on the left of a number, its own where a link that dials ends before it: of `[Bel ons] Fax: 020-...` the fax."""
    links = (link.text for link in scene.links_in(number) if link.target.startswith(DIALS))
    rest = min((before.rpartition(text)[2] for text in links if text and text in before), key=len, default="")
    return label_on_left(rest).text or label_on_left(before).text


def label_outside(scene: Scene, number: int, shown: str) -> str:
    """The label around a block, but for a WhatsApp link, pictured in it or in the block before, beside a number that dials."""
    label = label_around(scene, number).text
    if not label or not _dials(scene, number, shown):
        return label
    pictured = _ends_in_whatsapp(scene, number, label)
    above = number > 0 and _ends_in_whatsapp(scene, number - 1, scene.document.blocks[number - 1].text)
    return "" if pictured or above else label


def _dials(scene: Scene, number: int, shown: str) -> bool:
    return any(shown in link.text and link.target.startswith(DIALS) for link in scene.links_in(number))


def _ends_in_whatsapp(scene: Scene, number: int, text: str) -> bool:
    words = (link.text for link in scene.links_in(number) if not link.target.startswith(DIALS))
    named = (word for word in words if word and word in text and labels("whatsapp_labels").search(word))
    return any(JOINT.fullmatch(text.rpartition(word)[2]) for word in named)
