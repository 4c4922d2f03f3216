"""Verdicts for the tables that the handmade street leaves empty: kinds of number, gates, software, chats, columns of the list."""

from dataclasses import replace

from crawler.model.fact import Fact, FactKind
from crawler.model.gate import Gate
from crawler.model.link import PageKind
from crawler.model.placement import PlaceClass
from crawler.model.reason import Reason
from crawler.model.sighting import Channel, GateKind, Owner, Place, Sighting, Use
from reports.norms.norms import norms
from reports.verdict import Verdict, judge
from tests.handmade import failed, placed, unvisited

Tags = tuple[tuple[str, str], ...]
KIND = PlaceClass
PHONE, EMAIL = Channel.PHONE, Channel.EMAIL


def seen(channel: Channel, value: str, **fields: object) -> Sighting:
    """A sighting of the trader's own in the body of the second page."""
    common = {"page_id": 1, "place": Place.BODY, "owner": Owner.TRADER, "use": Use.SERVICE}
    return Sighting(**{**common, "channel": channel, "value": value, "as_shown": value, **fields})  # type: ignore[arg-type]


def platform(value: str, name: str) -> Fact:
    """The mark of shop software."""
    return Fact(page_id=0, kind=FactKind.PLATFORM, value=value, as_shown=name, place=Place.SCRIPT)


def found(
    number: int,
    places: tuple[PlaceClass, PlaceClass],
    sightings: tuple[Sighting, ...] = (),
    *,
    facts: tuple[Fact, ...] = (),
    gate: GateKind | None = None,
    passed: bool = False,
    kind: PageKind = PageKind.CONTACT,
) -> Verdict:
    """A shop with these place classes and sightings, judged; `gate` stands before the channels that are gated."""
    made = placed(number, *places, (1, 1)).dossier
    visit = made.visit
    assert visit is not None
    placements = tuple(
        replace(
            item,
            sightings=tuple(at for at, one in enumerate(sightings) if one.channel is item.channel),
            gate=gate if item.place_class is KIND.GATED else None,
            gate_passed=passed and item.place_class is KIND.GATED,
        )
        for item in visit.placements
    )
    gates = (Gate(page_id=0, kind=gate),) if gate else ()
    pages = (visit.pages[0], replace(visit.pages[1], kinds=frozenset({kind})))
    visit = replace(visit, sightings=sightings, facts=facts, gates=gates, placements=placements, pages=pages)
    return judge(replace(made, visit=visit), norms())


def listed(verdict: Verdict, tags: Tags, country: str | None = "NL") -> Verdict:
    """The verdict of a row with further columns and a country."""
    row = verdict.dossier.row
    if row.shop is None:
        return verdict
    shop = replace(row.shop, tags=tags, country=country)
    return replace(verdict, dossier=replace(verdict.dossier, row=replace(row, shop=shop)))


def run() -> tuple[Verdict, ...]:
    """Twelve rows: what each table tells apart occurs at least once."""
    own, mail = seen(PHONE, "+31201234567"), seen(EMAIL, "info@winkel.example")
    chat = seen(Channel.CHAT, "trengo", label="Trengo", place=Place.SCRIPT)
    shopify, wix = platform("shopify", "Shopify"), platform("wix", "Wix")
    both, logical = (KIND.CONTACT_PAGE, KIND.CONTACT_PAGE), KIND.CONTACT_PAGE
    made = (
        found(1, both, (own, mail, chat, seen(Channel.SOCIAL, "https://social.example/winkel1")), facts=(shopify,)),
        found(2, both, (own, mail, seen(Channel.FORM, "contact")), facts=(shopify,)),
        found(3, (logical, KIND.ABSENT), (seen(PHONE, "+319001234"), seen(Channel.FORM, "contact")), facts=(shopify, wix)),
        found(4, (logical, logical), (seen(PHONE, "+4930123456"), seen(EMAIL, "noreply@winkel.example", use=Use.NO_REPLY))),
        found(5, (KIND.LEGAL_TEXT, KIND.LEGAL_TEXT), (own, mail), kind=PageKind.TERMS),
        found(6, (KIND.GATED, KIND.ABSENT), gate=GateKind.CHAT),
        found(7, (KIND.GATED, logical), (replace(own, gate=GateKind.WIZARD), mail), gate=GateKind.WIZARD, passed=True),
        found(8, (KIND.ABSENT, logical), (seen(PHONE, "+31612345678", use=Use.WHATSAPP), mail), facts=(wix,)),
        found(9, (KIND.ABSENT, KIND.ABSENT), (seen(PHONE, "+31123456789", owner=Owner.PLACEHOLDER),)),
        failed(10, Reason.BLOCKED),
        unvisited(11, Reason.BAD_ROW),
        found(12, (KIND.UNDETERMINED, logical), (mail, seen(Channel.CHAT, "chat met ons"))),
    )
    branches = ("fietsen", "thee", "fietsen", "thee", "fietsen", "boeken", "boeken", "", "fietsen", "thee", "", "boeken")
    countries = ("NL", "NL", "NL", "NL", "BE", "BE", "DE", None, "NL", "NL", None, "NL")
    rows = zip(made, branches, countries, strict=True)
    return tuple(
        listed(verdict, (("branche", branch), ("nummer", f"n-{number}"), ("leeg", " ")), country)
        for number, (verdict, branch, country) in enumerate(rows, 1)
    )
