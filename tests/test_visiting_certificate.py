"""Why an answer is not settled, in the order of what could mend it."""

import pytest

from crawler.model.certificate import Certificate, Fate, LinkFate
from crawler.model.link import PageKind
from crawler.model.reason import Reason
from crawler.visiting.certificate import why_unsettled

READ = LinkFate(url="https://shop.nl/contact", text="Contact", kinds=frozenset({PageKind.CONTACT}), fate=Fate.READ)
FAILED = LinkFate(url="https://shop.nl/faq", text="FAQ", kinds=frozenset({PageKind.FAQ}), fate=Fate.FAILED)
WHOLE = {
    "kinds": (),
    "links": (READ,),
    "pages_read": 3,
    "viewports": ("1280x800", "390x844"),
    "second_parse": True,
    "decoders": ("cloudflare",),
}


@pytest.mark.parametrize(
    ("missing", "reason"),
    [
        ({}, None),
        ({"viewports": ()}, Reason.NEEDS_BROWSER),
        ({"problems": ("js-shell: page 0",)}, Reason.NEEDS_BROWSER),
        ({"failed_own_resources": ("https://shop.nl/app.js",)}, Reason.SEARCH_NOT_EXHAUSTED),
        ({"viewports": (), "problems": ("needs-person: a gate",)}, Reason.NEEDS_PERSON),
        ({"viewports": (), "problems": ("needs-person: a gate", "language-unknown")}, Reason.LANGUAGE_UNKNOWN),
        ({"viewports": (), "problems": ("language-unknown",), "links": (READ, FAILED)}, Reason.SEARCH_NOT_EXHAUSTED),
        ({"documents_unread": ("https://shop.nl/av.pdf",)}, Reason.SEARCH_NOT_EXHAUSTED),
        ({"budget_left": False}, Reason.SEARCH_NOT_EXHAUSTED),
        ({"problems": ("cut: page 2 too-deep",)}, Reason.SEARCH_NOT_EXHAUSTED),
        ({"second_parse": False}, Reason.SEARCH_NOT_EXHAUSTED),
        ({"decoders": ()}, Reason.SEARCH_NOT_EXHAUSTED),
    ],
)
def test_the_reason_is_what_could_be_mended_first(missing: dict[str, object], reason: Reason | None) -> None:
    certificate = Certificate(**{**WHOLE, **missing})  # type: ignore[arg-type]
    assert why_unsettled(certificate) is reason
    assert certificate.complete == (reason is None)


@pytest.mark.parametrize("fate", [Fate.FAILED, Fate.ROBOTS, Fate.BUDGET, Fate.UNREADABLE])
def test_one_link_that_was_not_followed_to_its_end_keeps_the_search_open(fate: Fate) -> None:
    link = LinkFate(url="https://shop.nl/faq", text="FAQ", kinds=frozenset({PageKind.FAQ}), fate=fate)
    assert why_unsettled(Certificate(**{**WHOLE, "links": (READ, link)})) is Reason.SEARCH_NOT_EXHAUSTED  # type: ignore[arg-type]
