"""The hash that a decision of a person hangs on: what one finding of one shop rests on, and nothing else.

SHA-256, in hexadecimal, over a JSON object with these keys, as UTF-8, keys sorted, without blanks, characters beyond ASCII as they
are (the form of RFC 8785 for what is in it: texts, lists and null):

`shop` its id · `criterion` · `reason` of the finding · `place_class` of the channel it is about, null where it is about none ·
`values` the channel and normal value of every sighting it rests on, sorted, each once · `pages` the digests of the pages these
stand on, sorted, each once; of a finding that nothing was met, those of all pages where a customer would look for contact: home
is none of them, for what stands there changes daily, and a value that comes to stand there makes another finding.

The digest of a page is that of its text as read, so that a token or an advertisement in its source re-opens nothing; that of its
body where no text was kept. Times, clicks, scores and norms are not in it. So a decision holds for a new run, and for another
version of the program, as long as the same was found on the same; it is open again when that changes.
"""

import hashlib
import json
from typing import Any

from crawler.model.link import CONTACT_LIKE
from crawler.model.page import Page
from crawler.model.sighting import Sighting
from reports.finding import Finding
from reports.verdict import OF_CHANNEL, Verdict


def finding_hash(verdict: Verdict, criterion: str) -> str:
    """The evidence hash of a finding as the program gave it, whatever persons made of it. Raises StopIteration for no such id."""
    found = verdict.before or verdict
    told = json.dumps(rests_on(found, found.finding(criterion)), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def rests_on(verdict: Verdict, finding: Finding) -> dict[str, Any]:
    """What is hashed of a finding."""
    visit, shop = verdict.dossier.visit, verdict.dossier.shop
    channel = OF_CHANNEL.get(finding.criterion)
    placement = visit.placement(channel) if visit and channel else None
    sightings = _sightings(verdict, finding)
    return {
        "shop": shop.id if shop else "",
        "criterion": finding.criterion,
        "reason": finding.reason,
        "place_class": placement.place_class.value if placement else None,
        "values": sorted({f"{item.channel} {item.value}" for item in sightings}),
        "pages": sorted({digest for page in _pages(verdict, sightings) if (digest := page.text_sha256 or page.body_sha256)}),
    }


def _sightings(verdict: Verdict, finding: Finding) -> list[Sighting]:
    sightings = verdict.dossier.visit.sightings if verdict.dossier.visit else ()
    return [sightings[number] for number in finding.evidence if 0 <= number < len(sightings)]


def _pages(verdict: Verdict, sightings: list[Sighting]) -> list[Page]:
    pages = verdict.dossier.visit.pages if verdict.dossier.visit else ()
    if sightings:
        held = {item.page_id for item in sightings}
        return [page for page in pages if page.id in held]
    return [page for page in pages if page.kinds & CONTACT_LIKE]
