"""Every text a reader sees stands in each language, says where and when, accuses nobody, and is written as its readers write."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from crawler.model.certificate import Fate
from crawler.model.fact import FactKind
from crawler.model.link import PageKind
from crawler.model.placement import PLACED, PlaceClass, Way
from crawler.model.reason import Reason
from crawler.model.review import Answer
from crawler.model.sighting import Channel, GateKind, Owner, Place, Use
from crawler.visiting import certificate
from reports.comparison import Change
from reports.comparison import Outcome as ShopOutcome
from reports.criteria.human_service import WAYS
from reports.finding import Finding, Outcome
from reports.norms.norms import Proof, Status, norms
from reports.outputs import method_page, summary_page, table_view
from reports.outputs.account import account
from reports.outputs.named_lists import LISTS
from reports.outputs.pages import PAGES
from reports.outputs.search_view import PARTS
from reports.outputs.shop_list import GROUPS, ORDERS
from reports.people.reviewing import State
from reports.people.worklist import SettledBy, work_facts
from reports.scoring.points import points
from reports.shares import Coverage
from reports.studies.filled import COLUMNS as STUDY_COLUMNS
from reports.studies.recipes import names, study
from reports.tables import (
    audit_sample,
    bands,
    channel_counts,
    email_quality,
    gates,
    legal_only,
    named,
    phone_quality,
    replies,
    segments,
)
from reports.tables.claims import CLAIMS
from reports.tables.pair_roster import PAIR_TABLES
from reports.tables.reconciliation import UNVISITED
from reports.tables.roster import SEVERAL, TABLES
from reports.tables.shop_changes import SIDES
from reports.texts.catalogue import CatalogueError, catalogue
from reports.texts.languages import FILE, languages
from reports.texts.problems import page_in_words, problem
from reports.texts.sentences import channel_sentence, finding_sentence
from reports.texts.texts import TextError, texts
from reports.verdict import CRITERIA, FINDABILITY, judge
from tests import catalogues
from tests.handmade import failed, placed, street, unvisited
from tests.verdict_cases import cases

SOURCE = catalogues.catalogue_of("en")
EQUAL = Path(__file__).parent / "equal_texts.toml"
CASES = cases()

CLASSES = [item.value for item in PlaceClass]
SEEN = [f"seen.{item}" for item in PlaceClass if item is not PlaceClass.UNDETERMINED]
CHANNEL_SENTENCES = [*CLASSES, "gated-passed", *SEEN]
JUDGED = [item for item in CRITERIA if item not in FINDABILITY]
UNSURE = {
    "phone-usable": {"check-tariff", "no-number-found"},
    "email-usable": {"no-address-found"},
    "name-and-address": {"name-not-recognised"},
    "register-and-vat": {"check-digit-does-not-match"},
    "opening-hours": {"no-number-found"},
}
"""Reasons of answers that are no pass and no fail; a criterion's own list has only those."""

REASONS = [*Reason, "not-visited", "no-norm", "no-rule-found", *(r for item in CRITERIA for r in item.REASONS)]
REASONS += [reason for more in UNSURE.values() for reason in more]
NOTES = ["not-written-out", "on-other-domain", "foreign-site", "only-in-a-document", "sales-only", "foreign-only", "branch-only"]
NOTES += ["whatsapp-only", "not-on-phone-width"]
PROBLEMS = [certificate.NEEDS_PERSON, certificate.LANGUAGE_UNKNOWN, certificate.NO_CONTACT_LINK, certificate.SECOND_PARSE]
PROBLEMS += [certificate.ACTS, certificate.ELSEWHERE, certificate.SHELL, "frame", "cut"]
FOR_A_PERSON = ["a-gate", "an-image", "a-document-without-text", "whose-value-it-is", "a-picture-without-words", "a-recording"]
CLICKS = ["clicks-0", "clicks-1", "clicks-2", "clicks-3", "clicks-4", "clicks-many"]
SHAPES = {section: columns for unit in SEVERAL for section, columns in unit.SHAPES.items()}
COLUMNS = {column.heading for unit in TABLES for column in unit.COLUMNS} | {f"column.{key}" for key in ORDERS}
COLUMNS |= {column.heading for columns in SHAPES.values() for column in columns}
STUDY = ["name", "no_day", "title", "what", "study", "looked_at", "not_known", "sources", "table", "figures", "differs", "unknown"]
STUDY += [f"{part}.{it.id}.{one.id}" for it in map(study, names()) for one in it.figures for part in ("figure", "difference")]
STUDY += sorted({f"{part}.{code}" for it in map(study, names()) for part in ("differs", "unknown") for code in getattr(it, part)})
PRESS = [f"of_{named}{drawn}" for named in ("shops", "rows") for drawn in ("", "_sample")]
PRESS += ["heading", "what", "for", "for_between", "open", "population"]
PRESS += ["rows", "rows_sample", "clicks_phone", "clicks_email"]
CODES = {unit.COLUMNS[0].codes: unit for unit in TABLES}


def worklist_codes() -> list[str]:
    facts = work_facts()
    reasons = [reason for reason, by in facts.settled_by.items() if by in {SettledBy.PERSON, SettledBy.BROWSER}]
    return [*reasons, *(f"gate-{kind}" for kind in facts.gates.tried_by_person)]


METHOD = [
    *(f"class.{item}" for item in PlaceClass),
    *(f"part.{part}" for part in PARTS),
    *(f"asks.{item.ID}" for item in CRITERIA),
    *(f"item.{item}" for item in method_page.ITEMS),
    *(f"effort.{name}" for name in method_page.NUMBERS),
    *(f"not_judged.{what}" for what in method_page.NOT_JUDGED),
    *re.findall(r"t\('method\.([a-z_.-]+)'[),]", catalogues.template("method.html.j2")),
    *("link", "norm_caption"),
]

CLOSED: Mapping[str, list[str]] = {
    "address_quality": [*email_quality.CODES, "total"],
    "answer": [*Outcome],
    "audited": [*audit_sample.CODES, "total"],
    "band": [*bands.codes(), "total"],
    "change": [*Change, "compared", "no-rule", "open", "one-list", "total"],
    "changed": [*ShopOutcome, "total"],
    "channel": [*Channel],
    "chat": ["none", "several", "unknown", "undetermined", "total"],
    "channels": ["both", "phone-only", "email-only", "neither", "undetermined", "total"],
    "checked": [*PARTS],
    "claim": [*CLAIMS],
    "clicks": [*CLICKS, "clicks-unknown", "not-shown", "undetermined", "total"],
    "counted_channels": ["all", "without-address"],
    "country": ["no-country", "no-shop", "total"],
    "coverage": ["name", *Coverage, "method", "method_open", *(f"method_{item}" for item in Coverage)],
    "criterion": [item.ID for item in CRITERIA],
    "decided": [State.CONFIRMED, State.CORRECTED, State.PENDING, "program", "finding"],
    "email": CHANNEL_SENTENCES,
    "fact": [*FactKind],
    "fate": [*Fate],
    "finding": [f"{item.ID}.{reason}" for item in JUDGED for reason in {*item.REASONS, *UNSURE.get(item.ID, ())}],
    "gate": [*GateKind, "other"],
    "gated": [*gates.GATES, gates.NOT_GATED, gates.UNDETERMINED, "total"],
    "group": [*GROUPS],
    "heard": [*replies.CODES, "total"],
    "judged": ["open", "so-far", "not-applicable", "error"],
    "kind": [*PageKind],
    "legal_only": [*legal_only.CODES, "total"],
    "lift": [f"{name}.{goal}" for name, item in points().criteria.items() for goal in item.goals],
    "main": [*summary_page.GROUPS, "total"],
    "met": ["yes", "no", "open"],
    "method": METHOD,
    "missing": [*PARTS],
    "named": [*named.LISTED, named.SHOWN, named.UNDETERMINED, "total"],
    "note": NOTES,
    "number_quality": [*phone_quality.CODES, "total"],
    "observed": ["row", "recording", "pages", *(f"way.{way}" for way in Way)],
    "offered": [*channel_counts.CODES, "total"],
    "outcome": [*UNVISITED, "in-list", "not-visited-rows", "visited", "measured", "settled", "total", "undetermined"],
    "owner": [*Owner],
    "page_kind": [*PageKind, "other", "legal"],
    "person": [*State, "total"],
    "phone": CHANNEL_SENTENCES,
    "place": [*Place],
    "place_class": [*CLASSES, "total"],
    "platform": ["several", "unknown", "undetermined", "total"],
    "proof": [*Proof],
    "press": [*CLAIMS, *PRESS],
    "problem": [*PROBLEMS, *(f"{certificate.NEEDS_PERSON}.{what}" for what in FOR_A_PERSON)],
    "reason": REASONS,
    "reply": [*Answer, "waiting", "sent", "words", "title"],
    "section": re.findall(r'id="(\w+)-section"', catalogues.template("index.html.j2")),
    "segment": ["no-value", "no-shop", "total"],
    "segment_use": [segments.SEGMENT, segments.TOO_MANY, segments.TOO_FEW, segments.EMPTY, segments.BEYOND],
    "status": [*Status],
    "study": STUDY,
    "stratum": [f"{channel}-{kind}" for channel in PLACED for kind in ("positive", "negative", "corrected")],
    "use": [*Use],
    "way": [*WAYS],
    "worklist": [f"how.{code}" for code in worklist_codes()],
}
"""Sections of the catalogue that have a text for each code of a closed list, and no other."""

TOGETHER = {
    *(f"table.{name}.{part}" for name in (*(unit.ID for unit in TABLES), *SHAPES) for part in ("caption", "note")),
    *COLUMNS,
    *(column.heading for column in STUDY_COLUMNS),
    *("column.figure", "table.study.caption", "table.study.note"),
    *(f"table.{unit.ID}.{part}" for unit in PAIR_TABLES for part in ("caption", "note")),
    *(column.heading for unit in PAIR_TABLES for column in unit.COLUMNS),
    *(f"compare.{part}_{channel}" for part in ("short", "test", "untested") for channel in PLACED),
    *(f"compare.{channel}_{side}" for channel in PLACED for side in SIDES),
    *(f"compare.{side}" for side in SIDES),
    *(f"table.main-figures.{part}" for part in ("caption", "note")),
    *(f"table.{name}.caption" for name in LISTS.values()),
    *(f"tables.{part}" for part in (*(f"p{number}" for number in range(1, 18) if number != 14), "others")),
    "column.main",
    *(f"further.{page.ID}" for page in PAGES),
    *(f"chart.{number}{words}" for number in CLICKS for words in ("", "_words")),
    *(f"account.{key}" for key in ("phone", "email", "path", "likely-path", "problem", "unread", "failed")),
    *(f"shop.{part}_{channel}" for part in ("channel", "certificate") for channel in PLACED),
}
"""Keys that are put together of a section and a code."""


def every_language(*without: str) -> list[str]:
    return [language for language in languages() if language not in without]


@pytest.mark.parametrize("language", every_language())
def test_a_catalogue_has_no_fault(language: str) -> None:
    path = catalogues.catalogue_of(language)
    faults = [*catalogues.written_twice(path), *catalogues.untranslated(path, SOURCE), *catalogues.wrong_plurals(path)]
    assert [*faults, *catalogues.accusing(path, language)] == []


def test_french_signs_have_their_blanks_and_no_apostrophe_is_straight() -> None:
    assert [*catalogues.loose_signs(catalogues.catalogue_of("fr"))] == []


@pytest.mark.parametrize("fault", ["l'un", "a: b", "a :", "a ; b", "a; b", "non ?", "« a", "a »", "5 %", "{count}%"])
def test_a_loose_sign_is_told(tmp_path: Path, fault: str) -> None:
    path = tmp_path / "fr.po"
    path.write_text(catalogues.text_of("fr").replace("Suivant", fault), encoding="utf-8")
    assert [told.partition(": ")[2] for told in catalogues.loose_signs(path) if "shop.next" in told]


@pytest.mark.parametrize("language", every_language())
@pytest.mark.parametrize("section", CLOSED)
def test_every_code_of_a_closed_list_has_its_text_and_no_text_is_left_over(section: str, language: str) -> None:
    path = catalogues.catalogue_of(language)
    told = {key.partition(".")[2]: entry.where for key, entry in catalogues.entries(path).items() if key.startswith(f"{section}.")}
    assert [f"{path}: {section}.{code} is missing" for code in sorted({*CLOSED[section]} - told.keys())] == []
    assert [f"{told[code]}: {section}.{code} is not used" for code in sorted(told.keys() - {*CLOSED[section]})] == []


@pytest.mark.parametrize("language", every_language())
def test_a_problem_is_told_in_words_with_its_page(language: str) -> None:
    ours = texts(language)
    page = ours.plain("account.page")
    colon = "\u00a0: " if language == "fr" else ": "
    assert problem("js-shell: page 3", ours) == f"{ours.plain('problem.js-shell')}{colon}{page} 3"
    assert problem("needs-person: a document without text, page 4", ours).endswith(f"{colon}{page} 4")
    assert problem("contact-elsewhere: hulp.example", ours).endswith(f"{colon}hulp.example")
    assert problem("no words for it: page 3", ours) == "no words for it: page 3"
    assert (page_in_words("page 3", ours), page_in_words("404", ours)) == (f"{page} 3", "404")


def test_every_text_is_asked_for() -> None:
    asked = catalogues.asked().keys() | TOGETHER
    left = {key: entry for key, entry in catalogues.entries(SOURCE).items() if key not in asked}
    closed = CLOSED.keys() | {"mend", "article"}
    assert [f"{entry.where}: {key} is not used" for key, entry in left.items() if key.split(".")[0] not in closed] == []


def test_every_text_that_is_asked_for_is_there() -> None:
    there = catalogues.entries(SOURCE).keys()
    asked = {**catalogues.asked_by_templates(), **catalogues.asked_by_code(), **dict.fromkeys(TOGETHER, __file__)}
    assert len(asked) > 150
    odd = {"column.phone", "column.email"}  # of the table of shops, which has no column of its own for them
    assert [f"{where}: {key}" for key, where in asked.items() if key not in there | odd] == []


def test_a_way_to_mend_belongs_to_a_reason_that_can_be() -> None:
    known = {
        f"mend.{item.ID}.{reason}" for item in CRITERIA for reason in {*item.REASONS, *UNSURE.get(item.ID, ()), "no-rule-found"}
    }
    assert [key for key in catalogues.entries(SOURCE) if key.startswith("mend.") and key not in known] == []


@pytest.mark.parametrize("language", every_language("en"))
def test_a_text_that_is_the_same_in_english_is_on_the_list(language: str) -> None:
    allowed = tomllib.loads(EQUAL.read_text(encoding="utf-8")).get(language, [])
    source, ours = catalogues.entries(SOURCE), catalogues.entries(catalogues.catalogue_of(language))
    same = {
        key: ours[key].where
        for key in source
        if ours[key].forms == source[key].forms and re.search(r"[A-Za-z]{2}", words(ours[key]))
    }
    assert [f"{where}: {key} is still English" for key, where in same.items() if key not in allowed] == []
    assert [f"{EQUAL}: {key} is not the same any more" for key in allowed if key not in same] == []


def words(entry: catalogues.Entry) -> str:
    return catalogues.PLACEHOLDER.sub("", " ".join(entry.forms))


@pytest.mark.parametrize("language", every_language())
def test_every_reason_reads_as_the_end_of_a_sentence(language: str) -> None:
    for reason in REASONS:
        text = texts(language).plain(f"reason.{reason}")
        assert text[0].islower() or text.startswith("robots.txt"), text
        assert not text.endswith("."), text


@pytest.mark.parametrize("language", every_language())
@pytest.mark.parametrize("name", CASES)
def test_every_verdict_has_its_sentences(name: str, language: str) -> None:
    verdict = judge(CASES[name].dossier(), norms())
    told = [finding_sentence(finding, texts(language)) for finding in verdict.findings]
    told += [channel_sentence(verdict, channel, texts(language)) for channel in PLACED]
    assert [text for text in told if not re.fullmatch(r"[A-ZÀ-Ý0-9].*\.", text) or re.search(r"[{}]", text)] == []
    assert [line.text for line in account(verdict, texts(language)) if re.search(r"[{}]", line.text)] == []


@pytest.mark.parametrize("language", every_language())
def test_every_place_and_every_reason_has_its_sentence(language: str) -> None:
    verdicts = [placed(1, one, other, clicks) for one in PlaceClass for other in PlaceClass for clicks in ((0, 1), (2, None))]
    verdicts += [failed(2, reason) for reason in Reason if reason not in {Reason.BAD_ROW, Reason.DUPLICATE_OF}]
    verdicts += [unvisited(3, reason) for reason in (Reason.BAD_ROW, Reason.DUPLICATE_OF, None)]
    for verdict in verdicts:
        for channel in PLACED:
            assert re.fullmatch(r"[A-ZÀ-Ý].*\.", channel_sentence(verdict, channel, texts(language)))


@pytest.mark.parametrize(
    ("language", "one", "two"),
    [
        ("en", ", at most 1 click from the home page", ", at most 2 clicks from the home page"),
        ("nl", ", op hooguit 1 klik van de homepage", ", op hooguit 2 klikken van de homepage"),
        ("de", ", höchstens 1 Klick von der Startseite entfernt", ", höchstens 2 Klicks von der Startseite entfernt"),
        ("fr", ", à 1 clic au plus de la page d’accueil", ", à 2 clics au plus de la page d’accueil"),
    ],
)
def test_a_count_chooses_the_form(language: str, one: str, two: str) -> None:
    assert [texts(language).plain("away.clicks", count=count) for count in (1, 2)] == [one, two]


@pytest.mark.parametrize(("language", "none"), [("en", "0 rows"), ("nl", "0 rijen"), ("de", "0 Zeilen"), ("fr", "0 ligne de")])
def test_a_count_of_none_has_the_form_of_the_language(language: str, none: str) -> None:
    assert none in texts(language).plain("table.n", count=0)


WRITTEN = {
    "en": ("1,234.5", "12.5\u00a0%", "28 May 2022", "May 2022", "20 Nov 2026, 10:00:00 UTC"),
    "nl": ("1.234,5", "12,5\u00a0%", "28 mei 2022", "mei 2022", "20 nov 2026 10:00:00 UTC"),
    "de": ("1.234,5", "12,5\u00a0%", "28.05.2022", "Mai 2022", "20.11.2026, 10:00:00 UTC"),
    "fr": ("1\u202f234,5", "12,5\u00a0%", "28 mai 2022", "mai 2022", "20 nov. 2026, 10:00:00 UTC"),
}


@pytest.mark.parametrize("language", every_language())
def test_numbers_and_times_are_written_as_readers_write_them(language: str) -> None:
    ours = texts(language)
    days = ours.day("2022-05-28"), ours.day("2022-05"), ours.moment("2026-11-20T12:00:00.5+02:00")
    assert (ours.number(1234.5), ours.share(12.5), *days) == WRITTEN[language]
    assert ours.moment("0001-01-01T00:00:00+02:00") is None
    assert (ours.day("2002"), ours.number(None), ours.share(None), ours.moment("soon")) == ("2002", "–", "–", None)


@pytest.mark.parametrize(("language", "told"), [("en", "Mo-Fr"), ("nl", "ma-vr"), ("de", "Mo-Fr"), ("fr", "lu-ve")])
def test_opening_hours_are_told_with_the_days_of_the_language(language: str, told: str) -> None:
    data = (("value", "Mo-Fr 09:00-21:00"),)
    finding = Finding(criterion="opening-hours", outcome=Outcome.PASS, reason="hours-beyond-office-hours", data=data)
    assert finding_sentence(finding, texts(language)).endswith(f": {told} 09:00-21:00.")


def test_values_are_escaped_in_html_and_only_there() -> None:
    english = texts("en")
    assert english.html("index.one_day", day="<b>") == "&lt;b&gt; (UTC)"
    assert english.plain("index.one_day", day="<b>") == "<b> (UTC)"


@pytest.mark.parametrize(("key", "values"), [("no.such-key", {}), ("away.clicks", {}), ("index.one_day", {"other": "x"})])
def test_a_text_or_value_that_is_missing_stops(key: str, values: dict[str, str]) -> None:
    for write in (texts("nl").plain, texts("nl").html):
        with pytest.raises(TextError, match=f"nl/LC_MESSAGES: {key}"):
            write(key, **values)


BROKEN = {
    "an empty text": ('msgstr "Next"', 'msgstr ""', r", line \d+: shop.next is not finished"),
    "a text to be looked at": ('msgid "shop.next"', '#, fuzzy\nmsgid "shop.next"', r", line \d+: shop.next is not finished"),
    "a form too few": ('msgstr[1] "N = {count} rows of the list"\n', "", r", line \d+: table.n is not finished"),
    "no language": ('"Language: en_GB\\n"\n', "", ": its header names no locale"),
    "a word of no gettext": ('msgstr "Next"', 'msgstring "Next"', ":"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_catalogue_that_is_not_finished_is_refused_with_its_file_and_line(name: str, tmp_path: Path) -> None:
    before, after, told = BROKEN[name]
    text = catalogues.text_of("en")
    assert before in text
    path = tmp_path / "en" / FILE
    path.parent.mkdir(parents=True)
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(CatalogueError, match=f"^{re.escape(str(path))}{told}"):
        catalogue("en", tmp_path)


def test_a_text_in_two_files_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "en" / FILE
    path.parent.mkdir(parents=True)
    for file in (path, path.with_name("more.po")):
        file.write_text(catalogues.text_of("en"), encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"more\.po, line \d+: page\.product stands in another file already"):
        catalogue("en", tmp_path)


def test_an_unknown_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="xx"):
        texts("xx")
    assert languages(tmp_path) == ()


FAULTS = [
    ('msgid "shop.next"', 'msgid "shop.nxt"', "shop.next is not in"),
    ('msgid "shop.next"', 'msgid "shop.nxt"', "shop.nxt is not in"),
    ('msgid "shop.next"', 'msgid "shop.yes"', "shop.yes stands in /"),
    ("{bars} De tabel", "{bar} De tabel", "bar, bars is put into one language only"),
    ("plural=(n != 1)", "plural=(n > 1)", "is not the rule of nl"),
    ('msgstr "Volgende"', 'msgstr "Weigert het nummer"', "says 'Weigert'"),
    ('msgid_plural "table.n"\nmsgstr[0] "N = {count} rij van de lijst"\nmsgstr[1]', "msgstr", "plural forms in one language only"),
    ("{count} rij", "{n} rij", "count, n is put into one language only"),
]


@pytest.mark.parametrize(("before", "after", "told"), FAULTS)
def test_each_fault_of_a_catalogue_is_told_with_file_and_line(tmp_path: Path, before: str, after: str, told: str) -> None:
    text = catalogues.text_of("nl")
    assert before in text
    ours = tmp_path / "nl.po"
    ours.write_text(text.replace(before, after), encoding="utf-8")
    found = [*catalogues.written_twice(ours), *catalogues.untranslated(ours, SOURCE)]
    found += [*catalogues.wrong_plurals(ours), *catalogues.accusing(ours, "nl")]
    assert [line for line in found if re.match(r"/\S+\.po:\d+: ", line) and told in line], found


@pytest.mark.parametrize("language", ["en", "nl", "de", "fr"])
def test_words_that_accuse_are_known_in_each_language(language: str) -> None:
    accusations = {
        "en": ["hides", "refused", "illegal", "breach", "fraudulent"],
        "nl": ["verbergt", "weigert", "geweigerd", "illegale", "overtreding", "fraude"],
        "de": ["versteckt", "verweigert", "illegal", "Verstoß", "Betrug", "verschweigt", "unlauter", "missachtet"],
        "fr": ["cache", "refuse", "illégal", "infraction", "fraude", "contrevient", "déloyal", "induit en erreur"],
    }
    assert [word for word in accusations[language] if not catalogues.forbidden(language).search(f"… {word} …")] == []


def test_a_table_is_put_into_words_with_its_numbers() -> None:
    unit = CODES["place_class"]
    table = table_view.view(unit.rows(street()), texts("nl"))  # type: ignore[attr-defined]
    assert table.note.startswith("N = 10 rijen van de lijst; ")
    assert [row.cells[:2] for row in table.rows if row.head == "Elke pagina"] == [("1", "10\u00a0%")]
