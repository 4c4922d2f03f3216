"""The certificate: how a channel was searched, and why an answer is not settled where something is missing."""

from collections.abc import Iterable, Iterator, Sequence

from crawler.knowledge.hosts import registrable_domain
from crawler.knowledge.organisations import organisations
from crawler.model.capture import Via
from crawler.model.certificate import Certificate, Fate, LinkFate
from crawler.model.gate import Gate
from crawler.model.link import ANSWERING, CONTACT_LIKE, MADE_FOR_CONTACT, PageKind
from crawler.model.page import Page
from crawler.model.reason import Reason
from crawler.model.sighting import NOT_CUSTOMER, Channel, GateKind, Owner, Place, Sighting
from crawler.visiting.frontier import ALWAYS, SEARCH, Candidate
from crawler.visiting.notebook import Notebook
from crawler.visiting.page_kinds import kinds_of_link
from crawler.visiting.scope import answers_elsewhere, host_of
from crawler.visiting.second_opinion import READ_TWICE

NEEDS_PERSON = "needs-person"
LANGUAGE_UNKNOWN = "language-unknown"
SHELL = "js-shell"
EMPTY = "empty-when-rendered"
SECOND_PARSE = "second-parse"
NO_CONTACT_LINK = "no-contact-link"
ELSEWHERE = "contact-elsewhere"
ACTS = "contact-acts"
_LOOKED_FOR = tuple(dict.fromkeys((*ALWAYS, *SEARCH)))
_MOST_NOT_TAKEN = 5
_IN_SEARCH = frozenset({"links", "pages", "documents", "budget", "own-resources"})
_RENDERING = frozenset({SHELL, NO_CONTACT_LINK})


def link_fates(candidates: Iterable[Candidate]) -> tuple[LinkFate, ...]:
    """What became of each contact-like link; one that still waits was left for want of budget."""
    return tuple(
        LinkFate(
            url=item.link.target,
            text=item.link.text,
            kinds=item.link.kinds & CONTACT_LIKE,
            fate=item.fate or Fate.BUDGET,
            detail=item.detail or ("" if item.fate else "not visited"),
        )
        for item in candidates
    )


def kinds_sought(pages: Sequence[Page], fates: Sequence[LinkFate]) -> tuple[tuple[PageKind, str], ...]:
    """Every kind of page looked for and what came of it: the pages read, how its links ended, or that no link led to one."""
    return tuple((kind, _what_came(kind, pages, fates)) for kind in _LOOKED_FOR)


def _what_came(kind: PageKind, pages: Sequence[Page], fates: Sequence[LinkFate]) -> str:
    read = [str(page.id) for page in pages if kind in page.kinds]
    if read:
        return "read: page " + ", ".join(read)
    ended = sorted({link.fate.value for link in fates if kind in link.kinds})
    return ", ".join(ended) if ended else "no link"


def why_unsettled(certificate: Certificate) -> Reason | None:
    """The reason for `undetermined`, None when the certificate is complete.

    First what a further HTTP search could mend, then missing words, then what only a person sees, then the browser.
    """
    missing = set(certificate.missing)
    if not missing:
        return None
    told = {problem.split(":", 1)[0] for problem in certificate.problems}
    if missing & _IN_SEARCH or told - _RENDERING - {NEEDS_PERSON, LANGUAGE_UNKNOWN}:
        return Reason.SEARCH_NOT_EXHAUSTED
    if LANGUAGE_UNKNOWN in told:
        return Reason.LANGUAGE_UNKNOWN
    if NEEDS_PERSON in told:
        return Reason.NEEDS_PERSON
    return Reason.NEEDS_BROWSER if missing & {"viewports", "problems"} else Reason.SEARCH_NOT_EXHAUSTED


def problems_of(book: Notebook, fates: Sequence[LinkFate], sightings: Sequence[Sighting], channel: Channel) -> Iterator[str]:
    """What stands in the way of a settled negative, each beginning with its code."""
    yield from book.problems
    if not book.known_language:
        yield LANGUAGE_UNKNOWN
    if not fates and not book.contact_sections and not book.rendered:
        yield NO_CONTACT_LINK
    yield from _not_taken(book, fates)
    if any(gate.kind in {GateKind.AGE, GateKind.ACCESS_CODE} for gate in book.gates):
        yield f"{NEEDS_PERSON}: a gate"
    if any(item.channel is channel and item.pictured for item in sightings):
        yield f"{NEEDS_PERSON}: an image"
    for number in sorted(_wordless(book)):
        yield f"{NEEDS_PERSON}: a picture without words, page {number}"
    if any(item.channel is channel and _may_be_the_shops(item) for item in sightings):
        yield f"{NEEDS_PERSON}: whose value it is"
    if any(page.via is Via.HAND for page in book.pages):
        yield f"{NEEDS_PERSON}: a recording"


def _not_taken(book: Notebook, fates: Sequence[LinkFate]) -> Iterator[str]:
    """Contact links that a customer would take and the program did not: to a stranger's domain, or to an address that acts."""
    for url in sorted({link.url for link in fates if _leads_elsewhere(link)})[:_MOST_NOT_TAKEN]:
        yield f"{ELSEWHERE}: {host_of(url)}"
    acting = {link.url for link in fates if link.fate is Fate.ACTS and kinds_of_link(link.text, "", book.codes) & ANSWERING}
    for url in sorted(acting)[:_MOST_NOT_TAKEN]:
        yield f"{ACTS}: {url}"[:200]


def _wordless(book: Notebook) -> set[int]:
    """The pages made for contact data on which a picture, that says nothing in words, may be a number or an address."""
    sections = {book.page_of.get(key) for key in book.contact_sections}
    return {page.id for page in book.pages if page.id in book.wordless and (page.kinds & MADE_FOR_CONTACT or page.id in sections)}


def _may_be_the_shops(item: Sighting) -> bool:
    """Whether a value that customers see has no certain owner: then "absent" would be a guess."""
    told = item.owner is Owner.UNKNOWN and item.value != ""
    return told and item.use not in NOT_CUSTOMER and item.place not in {Place.SCRIPT, Place.HEAD}


def _leads_elsewhere(link: LinkFate) -> bool:
    """Whether a link to contact, service or legal notice leads to a stranger's domain, which was not read: it may answer there."""
    if link.fate is not Fate.OUT_OF_SCOPE or not link.kinds & MADE_FOR_CONTACT:
        return False
    known = organisations().by_domain(registrable_domain(host_of(link.url)))
    return known is None and not answers_elsewhere(link.url)


def viewports_of(book: Notebook) -> tuple[str, ...]:
    """The windows in which every page was looked at on which a customer would look for contact data."""
    telling = [page for page in book.pages if page.kinds & READ_TWICE and not page.document]
    shown = [book.rendered[page.id].viewports if page.id in book.rendered else () for page in telling]
    return tuple(window for window in (shown[0] if shown else ()) if all(window in windows for windows in shown))


def gates_of(gates: Iterable[Gate]) -> tuple[Gate, ...]:
    """Each gate once, as a chat bubble stands on every page."""
    first: dict[tuple[str, str], Gate] = {}
    for gate in gates:
        first.setdefault((gate.kind.value, gate.vendor), gate)
    return tuple(first.values())
