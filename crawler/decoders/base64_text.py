"""Addresses in base64 in an attribute (`data-email="aW5mb0BzaG9wLm5s"`), put into the page by a script.

A value counts only when the whole of it decodes to an address or a contact link: a random string of letters does not. Joomla 4
and later has an element of its own with the two halves of an address
(https://github.com/joomla-projects/custom-elements, `joomla-hidden-mail`).
"""

import re
from collections.abc import Iterator

from crawler.decoders._script_strings import unbase64
from crawler.model.found import Decoded
from crawler.model.scene import Scene
from crawler.model.sighting import Place

JOOMLA = "joomla-hidden-mail"
CODE = re.compile(r"[A-Za-z0-9+/]{8,400}={0,2}")
CONTACT = re.compile(r"(?:mailto:|tel:)?[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}|tel:[+\d() -]{6,24}", re.IGNORECASE)


def decode(scene: Scene) -> Iterator[Decoded]:
    """Give the contact values of attributes written in base64."""
    for attribute in scene.document.attributes:
        if CODE.fullmatch(attribute.value) and CONTACT.fullmatch(text := unbase64(attribute.value)):
            yield Decoded(
                text, "base64", attribute.place if attribute.visible else Place.HIDDEN, attribute.block, as_shown=attribute.value
            )
    halves = [attribute for attribute in scene.document.attributes if attribute.tag == JOOMLA]
    for local, host in zip(halves[::2], halves[1::2], strict=False):
        if CONTACT.fullmatch(text := f"{unbase64(local.value)}@{unbase64(host.value)}"):
            yield Decoded(text, "base64", local.place if local.visible else Place.HIDDEN, local.block, as_shown=host.value)
