"""Words beside a number that are a link of their own: of two buttons `06-12345678` and `WhatsApp` one does not name the other.

A word behind a number belongs to its own link always. One before it does so only where the number is itself a link that dials:
`WhatsApp 06-12345678` is a label with its value, whether or not the word can be clicked.
"""

from crawler.extractors._value_labels import labels
from crawler.model.scene import Scene

BETWEEN = " \t-–:,|·•"
"""Marks between a number and a word."""

DIALS = ("tel:", "callto:")


def is_link_behind(scene: Scene, number: int, after: str) -> bool:
    """Whether what follows a number in its line, in block `number`, is the text of another link."""
    rest = after.lstrip(BETWEEN)
    return any(link.text and rest.startswith(link.text) for link in scene.document.links if link.block == number)


def is_link_before(scene: Scene, number: int, before: str, shown: str) -> bool:
    """Whether a WhatsApp label right before a number is the text of another link, and the number one that dials."""
    word = before.rstrip(BETWEEN)
    if not any(link.block == number and link.target.startswith(DIALS) and shown in link.text for link in scene.contact_links):
        return False
    links = (link.text for link in scene.document.links if link.block == number and not link.target.startswith(DIALS))
    return any(text and word.endswith(text) and labels("whatsapp_labels").search(text) for text in links)
