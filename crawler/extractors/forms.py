"""Contact forms: a message field, and a field for a name or an e-mail address.

A message field alone is not enough: reviews, gift messages and comments have one too. Forms for a newsletter, a search, a
log-in, an application for a job or the basket are none.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from crawler.knowledge.phrases import Phrases, page_phrases, phrases
from crawler.knowledge.unit_words import unit_words
from crawler.model.document import Field, Form
from crawler.model.found import Found
from crawler.model.link import PageKind
from crawler.model.scene import Scene
from crawler.model.sighting import Channel, Place

FILE = Path(__file__).with_name("contact_forms.toml")
_CALLED = re.compile(r"/contact(?:[-_]?(?:us|form))?/[^/]*/?(?:\?|$)|contact[^/]*$", re.IGNORECASE)
"""A form's address whose last part says contact, or is a step of a part that does: `/contactus/process/`."""
_CONTACTED = re.compile(r"contact(?:[-_]?us)?\[", re.IGNORECASE)
TITLE = 60
"""Characters of a form's first line, which may be its heading."""

MAIL = re.compile(r"e-?mail|courriel", re.IGNORECASE)


def find(scene: Scene) -> Iterator[Found]:
    """Give the contact forms of the page."""
    for form in scene.document.forms:
        if is_contact_form(form, scene.languages):
            place = form.place if form.visible else Place.HIDDEN
            yield Found(
                Channel.FORM, form.action or scene.page.final_url, form.text[:120], place, form.block, "forms", form.text[:400]
            )


def is_contact_form(form: Form, codes: tuple[str, ...]) -> bool:
    """Whether a customer can send the shop a message with this form."""
    if not any(field.tag == "textarea" for field in form.fields) or any(field.kind == "password" for field in form.fields):
        return False
    if _says_contact(form, codes):
        return True
    heading, first = " ".join(form.headings[-1:]), form.text.partition("\n")[0][:TITLE]
    if phrases(codes, "newsletter_words").search(heading) or phrases(codes, "jobs_labels").search(f"{heading} {first}"):
        return False
    words = f"{form.text} {heading} {form.action}"[:2_000]
    return any(_is_sender(field) for field in form.fields) and not _others().search(words)


def _says_contact(form: Form, codes: tuple[str, ...]) -> bool:
    """Whether its heading, its action or its fields call it a contact form."""
    named = _CALLED.search(form.action) is not None or any(_CONTACTED.match(field.name) for field in form.fields)
    heading = " ".join(form.headings[-1:])
    return named or bool(page_phrases(codes, PageKind.CONTACT).search(heading) or phrases(codes, "form_words").search(heading))


def _is_sender(field: Field) -> bool:
    return (
        field.kind == "email"
        or bool(MAIL.search(f"{field.name} {field.label}"))
        or bool(_names().search(f"{field.name} {field.label}"))
    )


@cache
def _others() -> Phrases:
    return Phrases(unit_words(FILE, "other_forms"))


@cache
def _names() -> Phrases:
    return Phrases(unit_words(FILE, "name_fields"))
