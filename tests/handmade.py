"""Verdicts made by hand, for the tables and the report: invented shops and numbers."""

from crawler.model.certificate import Certificate, Fate, LinkFate
from crawler.model.dossier import Dossier
from crawler.model.fact import Fact, FactKind
from crawler.model.link import PageKind
from crawler.model.page import Page
from crawler.model.placement import PlaceClass, Placement, Step
from crawler.model.reason import Reason
from crawler.model.row import Row
from crawler.model.shop import Shop
from crawler.model.sighting import Channel, Owner, Place, Sighting, Use
from crawler.model.visit import Fetch, Visit
from reports.findable import place_data
from reports.finding import Finding, NormAnswer, Outcome
from reports.standing import CRITERIA
from reports.verdict import Verdict

SHA = "ab" * 32
LAW = NormAnswer(item="phone", status="required", article="BW 6:230m lid 1", since="2022-05-28", proof="secondary", met=False)

FINDABLE_REASON = {
    **{item: item.value for item in PlaceClass},
    PlaceClass.IMPRINT: "no-rule-found",
    PlaceClass.OTHER_PAGE: "no-rule-found",
    PlaceClass.UNDETERMINED: "needs-browser",
}


def shop(number: int, **fields: object) -> Shop:
    """A shop with the number in its name."""
    host = f"winkel{number}.example"
    return Shop(**{"id": host, "name": f"Winkel {number}", "url": f"https://{host}/", "country": "NL", "language": "nl", **fields})  # type: ignore[arg-type]


def certificate(*, complete: bool) -> Certificate:
    """How a channel was searched."""
    links = (
        LinkFate(
            url="https://winkel.example/contact", text="Contact", kinds=frozenset({PageKind.CONTACT}), fate=Fate.READ, detail="1"
        ),
        LinkFate(
            url="https://winkel.example/voorwaarden",
            text="Voorwaarden",
            kinds=frozenset({PageKind.TERMS}),
            fate=Fate.DEAD,
            detail="404",
        ),
    )
    return Certificate(
        kinds=((PageKind.CONTACT, "read"), (PageKind.TERMS, "dead")),
        links=links,
        pages_read=4,
        viewports=("390x844", "1280x800") if complete else (),
        second_parse=True,
        decoders=("cloudflare", "at-words"),
    )


def placement(channel: Channel, seen: PlaceClass, *, reason: Reason | None = None, clicks: int | None = None) -> Placement:
    """A placement: settled when there is no reason."""
    settled = reason is None
    path = (
        Step(page_id=0, url="https://winkel.example/", link_text="Contact"),
        Step(page_id=1, url="https://winkel.example/contact"),
    )
    return Placement(
        channel=channel,
        place_class=seen if settled else PlaceClass.UNDETERMINED,
        seen=seen,
        settled=settled,
        reason=reason,
        clicks=clicks,
        path=path if clicks else path[1:],
        sightings=(0,) if channel is Channel.PHONE else (1,),
        certificate=certificate(complete=settled),
    )


def sightings() -> tuple[Sighting, ...]:
    """A phone number, an e-mail address and someone else's number."""
    common = {"page_id": 1, "place": Place.BODY, "selector": "main > p"}
    return (
        Sighting(channel=Channel.PHONE, value="+31201234567", as_shown="020 123 45 67", owner=Owner.TRADER, use=Use.SERVICE,
                 label="Bel ons", snippet="Bel ons: 020 123 45 67 (ma-vr 9-17 uur)", technique="visible-phones", **common),  # type: ignore[arg-type]
        Sighting(channel=Channel.EMAIL, value="info@winkel.example", as_shown="info@winkel.example", owner=Owner.TRADER,
                 use=Use.SERVICE,
                 snippet="of mail info@winkel.example", technique="mailto-links", **common),  # type: ignore[arg-type]
        Sighting(channel=Channel.PHONE, value="+31881234567", as_shown="088 123 45 67", owner=Owner.THIRD_PARTY, use=Use.OTHER,
                 owner_reason="carrier", snippet="Bezorger: 088 123 45 67", technique="visible-phones", **common),  # type: ignore[arg-type]
    )  # fmt: skip


def pages(number: int) -> tuple[Page, ...]:
    """Home and contact page."""
    base = f"https://winkel{number}.example/"
    return tuple(
        Page(id=at, url=base + path, final_url=base + path, status=200, kinds=frozenset({kind}), title=title, clicks=at,
             reached_by="Contact" if at else "", from_page=0 if at else None, body_sha256=SHA, fetched_at="2026-11-20T10:00:00Z")
        for at, (path, kind, title) in enumerate([("", PageKind.HOME, "Winkel"), ("contact", PageKind.CONTACT, "Contact")])
    )  # fmt: skip


def visit(number: int, phone: Placement, email: Placement, *, reason: Reason | None = None, shop_: Shop | None = None) -> Visit:
    """A visit with two pages, or one that failed as a whole."""
    read = reason is None
    return Visit(
        shop=shop_ or shop(number),
        number=1,
        started_at="2026-11-20T09:59:00Z",
        finished_at="2026-11-20T10:01:00Z",
        reason=reason,
        pages=pages(number) if read else (),
        sightings=sightings() if read else (),
        facts=(
            Fact(
                page_id=1, kind=FactKind.REGISTER_NUMBER, value="12345678", as_shown="KvK 12345678", place=Place.FOOTER, valid=None
            ),
        )
        if read
        else (),
        fetches=(Fetch(url=f"https://winkel{number}.example/", status=200, at="2026-11-20T10:00:00Z", page_id=0),),
        placements=(phone, email),
        warc=f"ab/winkel{number}.example.1.warc",
        versions=(("bereikbaar", "0.1.0"),),
    )


def outcome(place_class: PlaceClass) -> Outcome:
    """The study standard's answer where the pack has no further logical places."""
    if place_class.positive:
        return Outcome.PASS
    if place_class is PlaceClass.UNDETERMINED:
        return Outcome.NOT_TESTED
    return Outcome.UNSURE if place_class in {PlaceClass.IMPRINT, PlaceClass.OTHER_PAGE} else Outcome.FAIL


def verdict(number: int, phone: Placement, email: Placement, *, reason: Reason | None = None, shop_: Shop | None = None) -> Verdict:
    """A verdict over a visited shop."""
    named = shop_ or shop(number)
    row = Row(line=number + 1, cells=(("url", named.url),), shop=named)
    dossier = Dossier(row=row, visit=visit(number, phone, email, reason=reason, shop_=named))
    findings = tuple(
        Finding(
            criterion=CRITERIA[item.channel],
            outcome=outcome(item.place_class),
            reason=FINDABLE_REASON[item.place_class],
            data=place_data(dossier, item),
            evidence=item.sightings,
            norm=LAW,
        )
        for item in (phone, email)
    )
    score = 80.0 if all(item.outcome in {Outcome.PASS, Outcome.FAIL} for item in findings) else None
    return Verdict(dossier=dossier, findings=findings, score=score, band="B" if score else None, norm="nl", needs_person=False)


def placed(number: int, phone: PlaceClass, email: PlaceClass, clicks: tuple[int | None, int | None] = (None, None)) -> Verdict:
    """A measured shop with both channels settled, or undetermined for want of a browser."""

    def one(channel: Channel, place_class: PlaceClass, count: int | None) -> Placement:
        if place_class is PlaceClass.UNDETERMINED:
            return placement(channel, PlaceClass.LEGAL_TEXT, reason=Reason.NEEDS_BROWSER, clicks=count)
        return placement(channel, place_class, clicks=count)

    return verdict(number, one(Channel.PHONE, phone, clicks[0]), one(Channel.EMAIL, email, clicks[1]))


def failed(number: int, reason: Reason) -> Verdict:
    """A shop that could not be measured."""
    empty = tuple(
        Placement(channel=channel, place_class=PlaceClass.UNDETERMINED, seen=PlaceClass.ABSENT, settled=False, reason=reason)
        for channel in (Channel.PHONE, Channel.EMAIL)
    )
    return verdict(number, empty[0], empty[1], reason=reason)


def unvisited(number: int, reason: Reason | None) -> Verdict:
    """A bad row, or a good one that was not visited yet."""
    row = Row(
        line=number + 1,
        cells=(("url", "htp:/ /"),),
        shop=None if reason else shop(number),
        reason=reason,
        message="No web address." if reason else "",
    )
    return Verdict(dossier=Dossier(row=row), findings=(), score=None, band=None, norm="", needs_person=False)


def street() -> tuple[Verdict, ...]:
    """Ten rows with every kind of outcome that the tables tell apart."""
    kind = PlaceClass
    return (
        placed(1, kind.EVERY_PAGE, kind.EVERY_PAGE, (0, 0)),
        placed(2, kind.CONTACT_PAGE, kind.CONTACT_PAGE, (1, 1)),
        placed(3, kind.CONTACT_PAGE, kind.LEGAL_TEXT, (2, 3)),
        placed(4, kind.ABSENT, kind.HOME, (None, 0)),
        placed(5, kind.GATED, kind.ABSENT),
        placed(6, kind.IMPRINT, kind.IMPRINT, (1, 7)),
        placed(7, kind.CONTACT_PAGE, kind.UNDETERMINED, (1, 2)),
        failed(8, Reason.BLOCKED),
        unvisited(9, Reason.BAD_ROW),
        unvisited(10, None),
    )
