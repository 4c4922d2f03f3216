"""What is published tells nothing personal, and answers the same as what is not."""

import dataclasses
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bereikbaar.__main__ import main
from crawler.evidence.manifest import faults, read
from crawler.model.dossier import Dossier
from crawler.model.fact import Fact, FactKind
from crawler.model.link import PageKind
from crawler.model.placement import PlaceClass, Step
from crawler.model.row import Row
from crawler.model.sighting import Channel, Owner, Place, Sighting, Use
from crawler.model.visit import Visit
from reports.masking.mailboxes import is_role
from reports.masking.mask import masked
from reports.masking.traders import FILE, may_be_person
from reports.norms.norms import norms
from reports.outputs import flat_csv, json_lines
from reports.outputs.html import write
from reports.outputs.summary import RunFacts
from reports.verdict import Verdict, judge
from tests import handmade
from tests.handmade_run import store_run
from tests.visits import good_row, visits

MOBILE, MAIL, STREET = "+31612345678", "jan.jansen@winkel1.example", "Dorpsstraat 12, 1234 AB Ons Dorp"
NUMBERS = (
    "06 12 34 56 78",
    "06-12345678",
    "+31 6 12345678",
    "0031612345678",
    "+31 (0)6 1234 5678",
    "(06) 12.34.56.78",
    "0612345678",
)
MAILS = (
    MAIL, "Jan.Jansen@Winkel1.example", "jan.jansen [at] winkel1 [dot] example", "jan.jansen (at) winkel1.example",
    "jan.jansen@ winkel1.example", "jan.jansen%40winkel1.example",
    "jan.jansen apenstaartje winkel1 punt example", "elpmaxe.1leknniw@nesnaj.naj",
)  # fmt: skip
STREETS = (STREET, "Dorpsstraat 12\n1234AB Ons Dorp", "dorpsstraat 12, 1234 ab", "Dorpsstraat 12")
ALL_ANSWERS = ("place_class", "seen", "settled", "reason", "clicks", "gate", "gate_passed", "notes", "sentence")
UNSHRUNK = (Phase.explicit, Phase.generate)
WHOLE = ("score", "band", "norm", "needs_person")
ROLES = [
    "info", "klantenservice", "service", "klantenservice-nl", "info.de", "sales2", "customer.service", "no-reply", "servicenl",
    "webshop", "kundenservice", "serviceclient", "atencionalcliente", "kundeservice", "asiakaspalvelu", "privacy", "support-team",
]  # fmt: skip
PERSONS = [
    "jan.jansen", "jan", "j.jansen", "jansen", "marieke", "m.de.vries", "info.jansen", "sales-peter", "petra1", "jj",
    "annaservices1x", "johninfo", "mike.support", "robin",
]  # fmt: skip


def sighting(channel: Channel, value: str, shown: str = "", **more: Any) -> Sighting:
    fields = {
        "page_id": 1,
        "place": Place.BODY,
        "owner": Owner.TRADER,
        "use": Use.SERVICE,
        "snippet": f"Bel of mail {shown or value} nu",
        **more,
    }
    return Sighting(channel=channel, value=value, as_shown=shown or value, **fields)


def fact(value: str, kind: FactKind = FactKind.TRADER_NAME, **more: Any) -> Fact:
    return Fact(**{"page_id": 1, "kind": kind, "value": value, "as_shown": value, "place": Place.FOOTER, **more})


def verdict(*items: Sighting, facts: tuple[Fact, ...] = (), name: str = "Winkel 1", **visit_fields: Any) -> Verdict:
    """A shop with a contact page on which these values and facts stand."""
    placed = [handmade.placement(channel, PlaceClass.CONTACT_PAGE, clicks=1) for channel in (Channel.PHONE, Channel.EMAIL)]
    phone, email = (dataclasses.replace(item, sightings=()) for item in placed)
    shop = handmade.shop(1, name=name)
    seen = handmade.visit(1, phone, email, shop_=shop)
    seen = dataclasses.replace(seen, sightings=items, facts=facts, **visit_fields)
    return judge(Dossier(row=Row(line=2, cells=(("name", name),), shop=shop), visit=seen), norms())


def personal(**more: Any) -> Verdict:
    """A sole trader who shows a mobile number, a personal mailbox and the address of a home."""
    items = [
        *(sighting(Channel.PHONE, MOBILE, shown) for shown in NUMBERS),
        *(sighting(Channel.EMAIL, MAIL, shown) for shown in MAILS),
    ]
    items += [sighting(Channel.ADDRESS, STREET, shown) for shown in STREETS]
    items += [sighting(Channel.WHATSAPP, "https://wa.me/31612345678", "https://wa.me/31612345678?text=hoi")]
    return verdict(*items, facts=(fact("Bloemen Jansen eenmanszaak"),), **more)


def texts_of(made: Verdict, folder: Path | None = None) -> Iterator[str]:
    """Everything that is published of a verdict."""
    yield next(json_lines.lines([made]))
    yield from list(flat_csv.lines([made]))[1:]
    if folder is not None:
        write([made], folder, RunFacts("list.csv", "0", folder))
        yield from (path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*")) if path.suffix in {".html", ".csv"})


def told(text: str) -> list[str]:
    """What a text tells of the person: digits of the number, the mailbox, the street, however they are written."""
    digits, letters = re.sub(r"[^0-9]", "", text), re.sub(r"[^a-z0-9]", "", text.lower())
    bare = re.sub(r"<[^>]*>", "", text).lower()
    found = ["number"] if "12345678" in digits and "6123" in digits else []
    found += ["mailbox"] if "janjansen" in letters or "nesnajnaj" in letters else []
    return found + (["street"] if re.search(r"dorpsstraat|1234 ?ab", bare) else [])


def test_the_check_sees_what_an_unmasked_verdict_tells(tmp_path: Path) -> None:
    assert {word for text in texts_of(personal(), tmp_path) for word in told(text)} == {"number", "mailbox", "street"}


def test_nothing_personal_of_a_sole_trader_is_published(tmp_path: Path) -> None:
    for text in texts_of(masked(personal()), tmp_path):
        assert told(text) == []


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """A run of one sole trader."""
    return store_run(tmp_path, [personal()])


def run(*words: object) -> str:
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_an_export_tells_nothing_personal_where_that_is_asked_for(form: str, stored: Path) -> None:
    assert set(told(run("export", stored, "--format", form))) == {"number", "mailbox", "street"} - (
        {"street"} if form == "csv" else set()
    )
    assert told(run("export", stored, "--format", form, "--public")) == []


def test_the_public_report_stands_beside_the_other_and_leaves_the_seal_whole(stored: Path) -> None:
    run("report", stored)
    sealed = (stored / "manifest.json").read_bytes()
    assert "report-public" in run("report", stored, "--public")
    texts = {
        folder: [path.read_text(encoding="utf-8") for path in (stored / folder).rglob("*.html")]
        for folder in ("report", "report-public")
    }
    assert {word for text in texts["report"] for word in told(text)} == {"number", "mailbox", "street"}
    assert [word for text in texts["report-public"] for word in told(text)] == []
    assert ["are masked" in text for text in texts["report"]] == [False] * len(texts["report"])
    assert ["are masked" in text for text in texts["report-public"]] == [True] * len(texts["report-public"])
    assert (stored / "manifest.json").read_bytes() == sealed
    assert list(faults(stored, read(stored))) == []


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), phases=UNSHRUNK)
@given(visits(), st.data())
def test_masking_never_reveals_wherever_the_value_stands(visit: Visit, data: st.DataObject) -> None:
    hidden = st.sampled_from([*NUMBERS, *MAILS[:6], *STREETS])
    around = st.text(st.characters(codec="utf-8", exclude_characters="0123456789", exclude_categories=("L", "N")), max_size=6)
    text = data.draw(st.builds("{} {} {}".format, around, hidden, around))
    changed = dataclasses.replace(
        visit,
        sightings=tuple(_with(item, text, data) for item in visit.sightings) + personal().dossier.visit.sightings,  # type: ignore[union-attr]
        facts=tuple(_with(item, text, data) for item in visit.facts),
        pages=tuple(dataclasses.replace(page, title=text, h1=text, url=text, final_url=text) for page in handmade.pages(1)),
        placements=tuple(
            dataclasses.replace(item, sightings=(), path=(Step(page_id=0, url=text, link_text=text),)) for item in visit.placements
        ),
        detail=text,
    )
    row = dataclasses.replace(good_row(), cells=(("name", text),), message=text)
    row = dataclasses.replace(row, shop=dataclasses.replace(row.shop, name=text, tags=(("x", text),)))  # type: ignore[type-var]
    for line in texts_of(masked(judge(Dossier(row=row, visit=changed), norms()))):
        assert told(line) == []


def _with(item: Any, text: str, data: st.DataObject) -> Any:
    names = [field.name for field in dataclasses.fields(item) if field.type in {"str", str} and field.name != "technique"]
    return dataclasses.replace(item, page_id=1, **dict.fromkeys(data.draw(st.lists(st.sampled_from(names), unique=True)), text))


def test_the_answers_are_those_of_the_unmasked_verdict() -> None:
    before = personal()
    after = masked(before)
    for one, other in ((json.loads(next(json_lines.lines([item]))) for item in pair) for pair in ([before, after],)):
        for channel in ("phone", "email"):
            assert [one[channel][name] for name in ALL_ANSWERS] == [other[channel][name] for name in ALL_ANSWERS]
        assert [(item["outcome"], item["reason"]) for item in one["findings"]] == [
            (item["outcome"], item["reason"]) for item in other["findings"]
        ]
        assert [one[name] for name in ("score", "band", "norm", "needs_person")] == [
            other[name] for name in ("score", "band", "norm", "needs_person")
        ]
        assert other["phone"]["values"][0]["value"] == "+31***"
        assert other["email"]["values"][0]["value"] == "***@winkel1.example"


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), phases=UNSHRUNK)
@given(visits())
def test_place_classes_scores_and_counts_never_change(visit: Visit) -> None:
    kept = tuple(dataclasses.replace(item, sightings=()) for item in visit.placements)
    before = judge(Dossier(row=good_row(), visit=dataclasses.replace(visit, placements=kept)), norms())
    after = masked(before)
    assert after.dossier.visit is not None
    for item, other in zip(kept, after.dossier.visit.placements, strict=True):
        assert (item.place_class, item.seen, item.settled, item.clicks, item.reason) == (
            other.place_class, other.seen, other.settled, other.clicks, other.reason,
        )  # fmt: skip
    assert len(after.dossier.visit.sightings) == len(visit.sightings)
    assert (after.score, after.band, after.norm, after.needs_person) == (
        before.score,
        before.band,
        before.norm,
        before.needs_person,
    )
    assert [(item.outcome, item.reason, item.evidence) for item in after.findings] == [
        (item.outcome, item.reason, item.evidence) for item in before.findings
    ]


def test_masking_twice_is_masking_once() -> None:
    once = masked(personal())
    assert masked(once) == once


@pytest.mark.parametrize("local", ROLES)
def test_the_mailbox_of_a_role_is_shown(local: str) -> None:
    assert is_role(local)
    for name in ("Winkel 1 B.V.", "Winkel 1"):
        shown = masked(verdict(sighting(Channel.EMAIL, f"{local}@winkel1.example"), name=name)).dossier.visit
        assert shown
        assert shown.sightings[0].value == f"{local}@winkel1.example"


@pytest.mark.parametrize("local", PERSONS)
@pytest.mark.parametrize("domain", ["winkel1.example", "gmail.com", "jansen.example"])
def test_the_mailbox_of_a_person_is_masked_also_at_a_company(local: str, domain: str) -> None:
    made = verdict(sighting(Channel.EMAIL, f"{local}@{domain}"), facts=(fact("Winkel 1 B.V."),))
    for text in texts_of(masked(made)):
        assert f"{local}@" not in text
    shown = masked(made).dossier.visit
    assert shown
    assert shown.sightings[0].value == ("***@***" if domain == "jansen.example" else f"***@{domain}")


def test_a_company_without_personal_mailboxes_is_shown_as_it_is() -> None:
    items = (
        sighting(Channel.PHONE, MOBILE, NUMBERS[0]),
        sighting(Channel.ADDRESS, STREET),
        sighting(Channel.EMAIL, "info@winkel1.example"),
    )
    made = verdict(*items, facts=(fact("Winkel 1 B.V."),))
    assert masked(made) is made


@pytest.mark.parametrize(
    ("form", "value"), [("B.V.", "stoelen@stoelen-en-co.example"), ("eenmanszaak", "***@stoelen-en-co.example")]
)
def test_a_mailbox_named_as_a_company_is_shown_and_as_a_person_is_not(form: str, value: str) -> None:
    made = verdict(sighting(Channel.EMAIL, "stoelen@stoelen-en-co.example"), facts=(fact(f"Stoelen en Co {form}"),))
    assert made.dossier.shop
    shop = dataclasses.replace(made.dossier.shop, url="https://www.stoelen-en-co.example/")
    row = dataclasses.replace(made.dossier.row, shop=shop)
    shown = masked(dataclasses.replace(made, dossier=dataclasses.replace(made.dossier, row=row))).dossier.visit
    assert shown
    assert shown.sightings[0].value == value


def test_an_example_in_a_form_is_nobodys() -> None:
    made = verdict(sighting(Channel.EMAIL, "jij@voorbeeld.example", owner=Owner.PLACEHOLDER), facts=(fact("Winkel 1 B.V."),))
    assert masked(made) is made


def test_a_landline_of_a_person_is_shown() -> None:
    made = masked(verdict(sighting(Channel.PHONE, "+31206248135", "020 624 81 35"), facts=(fact("Winkel 1 eenmanszaak"),)))
    assert made.dossier.visit
    assert made.dossier.visit.sightings[0].value == "+31206248135"


def test_what_a_person_is_called_in_the_text_of_a_link_is_masked_and_other_words_are_left() -> None:
    made = verdict(
        sighting(Channel.EMAIL, MAIL, "Jan Jansen"), sighting(Channel.EMAIL, MAIL, "Mail ons", snippet="Mail ons"),
        facts=(fact("Winkel 1 B.V."),),
    )  # fmt: skip
    shown = masked(made).dossier.visit
    assert shown
    assert [item.as_shown for item in shown.sightings] == ["***@winkel1.example", "Mail ons"]
    assert "Jansen" not in "".join(texts_of(masked(made)))


def test_a_mailbox_cut_in_two_at_the_end_of_a_text_is_masked() -> None:
    other = sighting(Channel.PHONE, "+31206248135", snippet="Bel 020 624 81 35 of mail jan.jans…")
    made = verdict(sighting(Channel.EMAIL, MAIL), other, facts=(fact("Winkel 1 B.V."),))
    assert "jan.j" not in "".join(texts_of(masked(made)))


def test_where_something_is_masked_no_picture_and_no_evidence_file_is_named() -> None:
    shown = masked(personal()).dossier.visit
    assert shown
    assert (shown.warc, shown.looks) == ("", ())


@pytest.mark.parametrize(
    ("names", "registers", "person"),
    [
        (("Winkel 1 B.V.",), (), False),
        (("Winkel 1 BV",), (), False),
        (("Lampenhaus Funkel GmbH & Co. KG",), (), False),
        (("Winkel 1 (B.V.)",), (), False),
        ((), (), True),
        (("Bloemen Jansen",), (), True),
        (("Bloemen Jansen VOF",), (), True),
        (("Bloemen Jansen, Dorpsstraat 12, 1234 AB Ons Dorp",), (), True),
        (("Bloemen Jansen eenmanszaak",), (), True),
        (("Jansens Beauty Spa", "Winkel 1 se"), (), True),
        (("Winkel 1 e.K.", "Google Ireland Limited"), (), True),
        ((), ("HRB 12345",), False),
        ((), ("HRA 12345",), True),
        ((), ("KvK 12345678",), True),
    ],
)
def test_a_trader_is_a_company_where_its_form_says_so_and_may_be_a_person_else(
    names: tuple[str, ...], registers: tuple[str, ...], person: bool
) -> None:
    facts = (*map(fact, names), *(fact(text, FactKind.REGISTER_NUMBER) for text in registers))
    assert may_be_person(verdict(facts=facts).dossier) is person


def test_the_name_of_another_company_in_the_privacy_text_makes_no_company() -> None:
    pages = tuple(dataclasses.replace(page, kinds=frozenset({PageKind.PRIVACY})) for page in handmade.pages(1))
    assert may_be_person(verdict(facts=(fact("Google Ireland Limited"),), pages=pages).dossier)
    assert not may_be_person(verdict(facts=(fact("Winkel 1 Limited"),), pages=pages).dossier)


def test_no_role_is_told_twice_and_none_is_a_given_name() -> None:
    known = tomllib.loads(FILE.read_text(encoding="utf-8"))["mailboxes"]
    for language, words in known.items():
        assert len(words) == len(set(words)), language
    given_names = {
        "jan",
        "piet",
        "anna",
        "maria",
        "peter",
        "eva",
        "kim",
        "robin",
        "max",
        "tom",
        "lisa",
        "mark",
        "will",
        "grace",
        "rose",
    }
    assert not given_names & {word for words in known.values() for word in words}
