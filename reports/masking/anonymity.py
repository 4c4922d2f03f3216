"""What is left of a verdict in an edition that names no shop: what was found, and nothing that tells where.

Names, addresses, values, texts and pictures go; so do digests of pages, with which who has a page could find its shop. Rows are put
in an order that their content gives, so that the order of the list, which may be known, tells nothing. A column of the list is
kept where it forms groups: at most half as many different values as rows, and no name or host of a shop in them.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from crawler.model.dossier import Dossier
from crawler.model.gate import Gate
from crawler.model.page import Page
from crawler.model.placement import Placement
from crawler.model.row import Row
from crawler.model.shop import Shop
from crawler.model.sighting import Sighting
from crawler.model.visit import Visit
from reports.finding import Finding
from reports.masking.mailboxes import HIDDEN
from reports.masking.mask import hung_anew
from reports.masking.traders import FEWEST, label, letters
from reports.verdict import Verdict

HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
NOWHERE = "https://shop.invalid/"
"""An address that is none (RFC 2606)."""
KEPT_DATA = frozenset({"place_class", "seen", "clicks", "gate", "gate_passed", "page", "so-far", "ways", "corrected"})


def grouping_columns(shops: Iterable[Shop]) -> frozenset[str]:
    """The further columns of a list that form groups and name nobody."""
    listed = list(shops)
    names = {text for shop in listed for text in (letters(shop.name), label(shop.url)) if len(text) >= FEWEST}
    columns: dict[str, list[str]] = {}
    for shop in listed:
        for column, value in shop.tags:
            columns.setdefault(column, []).append(value)
    return frozenset(
        column
        for column, values in columns.items()
        if 2 * len(set(values)) <= len(values) and not any(HOST.search(one) or letters(one) in names for one in set(values))
    )


def hosts(shops: Iterable[Shop]) -> frozenset[str]:
    """The hosts of shops, without `www.`: what must not stand in an edition that names none."""
    return frozenset(found.lower().removeprefix("www.") for shop in shops for found in HOST.findall(shop.url))


def names_in(text: str, known: frozenset[str]) -> list[str]:
    """The hosts of shops that stand in a text."""
    return sorted({found for host in HOST.findall(text) if (found := host.lower().removeprefix("www.")) in known})


def anonymous(verdict: Verdict, columns: frozenset[str]) -> Verdict:
    """A verdict without anything that names its shop; the same answers, score and band."""
    dossier = verdict.dossier
    visit = dossier.visit and _visit(dossier.visit, columns)
    told = replace(
        verdict,
        dossier=Dossier(row=_row(dossier.row, columns), visit=visit),
        findings=tuple(map(_finding, verdict.findings)),
        reviews=tuple(replace(item, reason="", source="", sha256="") for item in verdict.reviews),
        replies=tuple(replace(item, sent_to="", address_from="", words="", source="", sha256="") for item in verdict.replies),
        checks=tuple(replace(item, value="", page="", note="", source="", sha256="") for item in verdict.checks),
        before=verdict.before and anonymous(verdict.before, columns),
    )
    return hung_anew(verdict, told)


def _row(row: Row, columns: frozenset[str]) -> Row:
    return Row(line=0, cells=(), shop=row.shop and _shop(row.shop, columns), reason=row.reason, message="")


def _shop(shop: Shop, columns: frozenset[str]) -> Shop:
    tags = tuple((name, value) for name, value in shop.tags if name in columns)
    return Shop(id="shop", name="", url=NOWHERE, country=shop.country, language=shop.language, tags=tags)


def _visit(visit: Visit, columns: frozenset[str]) -> Visit:
    return Visit(
        shop=_shop(visit.shop, columns),
        number=0,
        started_at=visit.started_at[:10],
        finished_at=visit.finished_at[:10],
        reason=visit.reason,
        pages=tuple(map(_page, visit.pages)),
        sightings=tuple(map(_sighting, visit.sightings)),
        gates=tuple(map(_gate, visit.gates)),
        placements=tuple(map(_placement, visit.placements)),
        rendered=visit.rendered,
        kept_out=visit.kept_out,
    )


def _page(page: Page) -> Page:
    return Page(id=page.id, url=NOWHERE, final_url=NOWHERE, status=page.status, kinds=page.kinds, clicks=page.clicks, via=page.via)


def _sighting(item: Sighting) -> Sighting:
    return Sighting(
        page_id=item.page_id, channel=item.channel, value="", as_shown="", place=item.place, owner=item.owner, use=item.use,
        gate=item.gate, closed=item.closed, written_out=item.written_out, technique=item.technique, decoder=item.decoder,
    )  # fmt: skip


def _gate(item: Gate) -> Gate:
    return Gate(page_id=item.page_id, kind=item.kind, vendor=item.vendor, passed=item.passed)


def _placement(item: Placement) -> Placement:
    observed = item.observed and replace(item.observed, source="", sha256="", value="", as_shown="", page="", note="")
    return replace(item, path=(), likely_path=(), certificate=None, observed=observed)


def _finding(item: Finding) -> Finding:
    return replace(item, data=tuple((name, value if name in KEPT_DATA else HIDDEN) for name, value in item.data))
