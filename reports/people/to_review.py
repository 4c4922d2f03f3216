"""What is to be put before persons: negatives to review, the doubtful ones first, and shops to hear; as lines to fill in.

Doubt is told by what the visit met and did not count: values of the channel that it held to be nobody's or somebody else's, links
that looked like contact and were not read, few pages. A number is easier missed where others stand.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from crawler.model.certificate import Fate
from crawler.model.link import CONTACT_LIKE
from crawler.model.placement import PLACED
from crawler.model.sighting import Channel, Owner
from reports.finding import Finding
from reports.people.evidence_hash import finding_hash
from reports.people.reviewing import CHECKED, State, negatives, state
from reports.texts.sentences import finding_sentence
from reports.texts.texts import Texts
from reports.verdict import OF_CHANNEL, Verdict

REVIEW_FILLED_IN = ("decision", "corrected", "reason", "initials", "date")
REVIEW_COLUMNS = (
    *("shop", "name", "link", "criterion", "found", "sentence", "state", "others_met", "not_read", "pages_read", "look_at"),
    *("evidence", *REVIEW_FILLED_IN),
)
REPLY_FILLED_IN = ("sent_on", "sent_to", "address_from", "deadline", "answer", "answered_on", "words", "initials", "date")
REPLY_COLUMNS = ("shop", "name", "link", "negatives", "checked", "criterion", *REPLY_FILLED_IN)
MOST_ADDRESSES = 4
OPEN = frozenset({State.SUSPECTED, State.PENDING})
_READ = frozenset({Fate.READ})


class Doubt(NamedTuple):
    """What speaks for a second look, most telling first: the more, the more doubtful; of pages read the fewer."""

    others_met: int
    not_read: int
    pages_unread: int


class ToReview(NamedTuple):
    """A negative for a person to decide on."""

    shop: str
    name: str
    link: str
    finding: Finding
    sentence: str
    state: State
    doubt: Doubt
    look_at: tuple[str, ...]
    evidence: str

    @property
    def cells(self) -> tuple[str | int, ...]:
        """The line in the order of REVIEW_COLUMNS, with empty cells for the person."""
        told = (self.shop, self.name, self.link, self.finding.criterion, self.finding.reason, self.sentence, self.state.value)
        doubt = (self.doubt.others_met, self.doubt.not_read, -self.doubt.pages_unread)
        return (*told, *doubt, " ".join(self.look_at), self.evidence, *("" for _ in REVIEW_FILLED_IN))


class ToHear(NamedTuple):
    """A shop that would be named: how many negatives are told of it, and how many of them a person has checked."""

    shop: str
    name: str
    link: str
    negatives: int
    checked: int

    @property
    def cells(self) -> tuple[str | int, ...]:
        """The line in the order of REPLY_COLUMNS, with empty cells for the person."""
        return (*self, "", *("" for _ in REPLY_FILLED_IN))


def to_review(verdicts: Iterable[Verdict], texts: Texts, *, decided: bool = False) -> list[ToReview]:
    """The negatives to decide on, doubtful ones first, else in the order of the list; `decided`: those that are settled too."""
    rows = [row for verdict in verdicts for row in _of_shop(verdict, texts) if decided or row.state in OPEN]
    return sorted(rows, key=lambda row: row.doubt, reverse=True)


def to_hear(verdicts: Iterable[Verdict]) -> Iterator[ToHear]:
    """The shops that have a negative and were not written to, in the order of the list."""
    for verdict in verdicts:
        shop, found = verdict.dossier.shop, negatives(verdict)
        if shop is not None and found and not verdict.replies:
            checked = sum(state(verdict, item.criterion) in CHECKED for item in found)
            yield ToHear(shop.id, shop.name, shop.url, len(found), checked)


def _of_shop(verdict: Verdict, texts: Texts) -> Iterator[ToReview]:
    shop = verdict.dossier.shop
    for finding in negatives(verdict) if shop is not None else ():
        if shop is not None:
            yield ToReview(
                shop=shop.id,
                name=shop.name,
                link=shop.url,
                finding=finding,
                sentence=finding_sentence(finding, texts),
                state=state(verdict, finding.criterion),
                doubt=doubt(verdict, finding),
                look_at=tuple(_addresses(verdict, finding))[:MOST_ADDRESSES],
                evidence=finding_hash(verdict, finding.criterion),
            )


def doubt(verdict: Verdict, finding: Finding) -> Doubt:
    """How doubtful a negative is."""
    visit = (verdict.before or verdict).dossier.visit
    if visit is None:
        return Doubt(0, 0, 0)
    channels = [OF_CHANNEL[finding.criterion]] if finding.criterion in OF_CHANNEL else [*PLACED, Channel.ADDRESS]
    met = {item.value for item in visit.sightings if item.channel in channels and item.owner is not Owner.TRADER}
    links = {link.url for item in visit.placements if item.certificate for link in item.certificate.links if link.fate not in _READ}
    return Doubt(len(met), len(links), -len(visit.pages))


def _addresses(verdict: Verdict, finding: Finding) -> Iterator[str]:
    """Where to look: the pages of its evidence, else those where a customer would look for contact, then the home page."""
    visit = (verdict.before or verdict).dossier.visit
    if visit is None:
        return
    pages = {page.id: page for page in visit.pages}
    held = [visit.sightings[number].page_id for number in finding.evidence if number < len(visit.sightings)]
    met = [pages[number].final_url for number in held if number in pages]
    contact = [page.final_url for page in visit.pages if page.kinds & CONTACT_LIKE]
    yield from dict.fromkeys((*met, *contact, visit.shop.url))
