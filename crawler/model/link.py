"""Links, and the kinds of page they promise."""

from enum import StrEnum
from typing import NamedTuple

from crawler.model.sighting import Place


class PageKind(StrEnum):
    """What a page is for; a page has a set of these."""

    HOME = "home"
    PRODUCT = "product"
    CATEGORY = "category"
    BASKET = "basket"
    CONTACT = "contact"
    SERVICE = "service"
    IMPRINT = "imprint"
    ABOUT = "about"
    FAQ = "faq"
    RETURNS = "returns"
    DELIVERY = "delivery"
    PAYMENT = "payment"
    COMPLAINTS = "complaints"
    TERMS = "terms"
    PRIVACY = "privacy"
    COOKIES = "cookies"
    WITHDRAWAL = "withdrawal"
    ACCOUNT = "account"
    NEWS = "news"
    JOBS = "jobs"
    PRESS = "press"
    BUSINESS = "business"


LEGAL_KINDS = frozenset({PageKind.TERMS, PageKind.PRIVACY, PageKind.COOKIES, PageKind.WITHDRAWAL})
"""Pages whose sightings are `legal-text` when nothing better is among the page's kinds."""

CONTACT_LIKE = frozenset(
    {
        PageKind.CONTACT,
        PageKind.SERVICE,
        PageKind.IMPRINT,
        PageKind.ABOUT,
        PageKind.FAQ,
        PageKind.RETURNS,
        PageKind.COMPLAINTS,
        PageKind.TERMS,
    }
)
"""Kinds whose links must all be followed before a negative may be settled."""


ANSWERING = frozenset({PageKind.CONTACT, PageKind.SERVICE})
"""Kinds of pages made for customers who ask; a legal notice is made for the law."""
MADE_FOR_CONTACT = ANSWERING | {PageKind.IMPRINT}
"""Kinds of pages that a shop has so that customers reach it."""

DIALS = ("tel:", "callto:")
"""Addresses by which a page has a telephone called."""
REACHES = ("mailto:", *DIALS)
"""Addresses by which a page has somebody written to or called."""

FORM = "form"
"""The `rel` of a link that is a form with nothing but a button, which asks for its address as a link does."""
OPTION = "option"
"""The `rel` of a link that is an option of a choice which stands for an address: choosing it leads there."""
ONLY_TO_CONTACT = frozenset({FORM, OPTION})
"""Links that are followed only where they promise contact: others may sort, filter or act."""


class Link(NamedTuple):
    """A link or a control that leads on, as a customer meets it.

    A named tuple because a page has hundreds. `target` is the absolute URL as written in `href` (http, https, mailto, tel,
    sms, whatsapp ...; `javascript:` and empty ones are left out unless they carry a known action). `text` is what a customer
    reads: visible text, else image alt, aria-label or title. `kinds` is empty until `visiting.page_kinds` has sorted it.
    `block` is the index of the block the link stands in or before. `closed`: shown only after opening something on the page.
    """

    target: str
    text: str
    place: Place
    visible: bool = True
    closed: bool = False
    title: str = ""
    rel: str = ""
    block: int = 0
    written_out: bool = True
    kinds: frozenset[PageKind] = frozenset()
