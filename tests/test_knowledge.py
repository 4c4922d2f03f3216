"""Facts about the world are read strictly: what is not understood stops the program and names the file."""

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import phonenumbers
import pytest

from crawler.knowledge import chats as chat_room
from crawler.knowledge import countries as country_room
from crawler.knowledge import languages as language_room
from crawler.knowledge import organisations as organisation_room
from crawler.knowledge import platforms as platform_room
from crawler.knowledge.chats import chats
from crawler.knowledge.countries import countries, country, region_names, region_of
from crawler.knowledge.languages import Language, languages
from crawler.knowledge.organisations import OrganisationKind, organisations
from crawler.knowledge.phrases import Phrases
from crawler.knowledge.platforms import platforms
from crawler.model.link import PageKind
from crawler.model.strict import KnowledgeError, read_record
from crawler.visiting.scope import same_site


class Room(NamedTuple):
    """A reader, its folder and the name of one of its files."""

    read: Callable[[Path], object]
    folder: Path
    name: str


COUNTRIES = Room(countries, country_room.FOLDER, "NL")
LANGUAGES = Room(languages, language_room.FOLDER, "nl")
CHATS = Room(chats, chat_room.FOLDER, "tidio")
PLATFORMS = Room(platforms, platform_room.FOLDER, "shopify")
ORGANISATIONS = Room(organisations, organisation_room.FOLDER, "carrier")
every_room = pytest.mark.parametrize(
    "room", [COUNTRIES, LANGUAGES, CHATS, PLATFORMS, ORGANISATIONS], ids=lambda room: room.folder.name
)
LABELS = [name for name in Language.__dataclass_fields__ if name.endswith(("_labels", "_words", "_texts"))]


def broken(room: Room, tmp_path: Path, change: tuple[str, str]) -> Path:
    copy = tmp_path / room.folder.name
    shutil.copytree(room.folder, copy)
    file = copy / f"{room.name}.toml"
    text, count = re.subn(change[0], change[1], file.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
    assert count == 1, f"{change[0]} is not in {file.name}"
    file.write_text(text, encoding="utf-8")
    return copy


@every_room
def test_an_unknown_key_stops_the_program_and_names_the_file(room: Room, tmp_path: Path) -> None:
    copy = broken(room, tmp_path, (r"\A", "colour = 'red'\n"))
    with pytest.raises(KnowledgeError, match=rf"{room.name}\.toml.*unknown key 'colour'"):
        room.read(copy)


@every_room
def test_a_missing_key_stops_the_program_and_names_the_file(room: Room, tmp_path: Path) -> None:
    copy = broken(room, tmp_path, (r"^dated = .*$", ""))
    with pytest.raises(KnowledgeError, match=rf"{room.name}\.toml.*'dated' is missing"):
        room.read(copy)


@every_room
def test_a_wrong_type_stops_the_program_and_names_the_file(room: Room, tmp_path: Path) -> None:
    copy = broken(room, tmp_path, (r"^dated = .*$", "dated = 2026"))
    with pytest.raises(KnowledgeError, match=rf"{room.name}\.toml.*dated: int where str is expected"):
        room.read(copy)


@pytest.mark.parametrize(
    ("room", "change", "says"),
    [
        (COUNTRIES._replace(name="GB"), ('^code = "GB"', 'code = "UK"'), "'UK' is not the file's name"),
        (COUNTRIES._replace(name="NL"), (r'"\+31"', '"+32"'), "calling_code"),
        (COUNTRIES._replace(name="DE"), (r'"de\.vat"', '"de.vta"'), "unknown python-stdnum module"),
        (COUNTRIES._replace(name="FR"), (r"^postcode_pattern = .*$", "postcode_pattern = '('"), "is no pattern"),
        (LANGUAGES._replace(name="de"), ('^code = "de"', 'code = "at"'), "'at' is not the file's name"),
        (LANGUAGES._replace(name="fr"), ('"fax"', '"Fax"'), "lower case"),
        (LANGUAGES._replace(name="en"), (r"^press = \[", "presse = ["), "presse"),
        (LANGUAGES._replace(name="nl"), (r"^  \[\"januari.*$", ""), "twelve months"),
        (CHATS._replace(name="crisp"), (r'"client\.crisp\.chat"', '"https://client.crisp.chat/l.js"'), "no host name"),
        (ORGANISATIONS._replace(name="carrier"), (r'"\+31882255555"', '"088 225 5555"'), "E.164"),
        (ORGANISATIONS._replace(name="carrier"), (r'"postnl\.nl"', '"PostNL.nl"'), "no domain"),
    ],
)
def test_values_that_can_not_be_true_stop_the_program(room: Room, change: tuple[str, str], says: str, tmp_path: Path) -> None:
    copy = broken(room, tmp_path, change)
    with pytest.raises(KnowledgeError, match=re.escape(says)) as caught:
        room.read(copy)
    assert f"{room.name}.toml" in str(caught.value)


def test_a_country_file_of_an_unknown_region_stops_the_program(tmp_path: Path) -> None:
    copy = tmp_path / "countries"
    shutil.copytree(country_room.FOLDER, copy)
    (copy / "UK.toml").write_text((copy / "GB.toml").read_text(encoding="utf-8").replace('"GB"', '"UK"', 1), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"UK\.toml: unknown region 'UK'"):
        countries(copy)


def test_an_empty_folder_and_broken_toml_are_told(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"no \.toml file"):
        languages(tmp_path)
    (tmp_path / "nl.toml").write_bytes(b"\xff = 1")
    with pytest.raises(KnowledgeError, match=r"nl\.toml"):
        languages(tmp_path)


def test_four_languages_have_words_for_every_page_kind_and_label() -> None:
    assert set(languages()) >= {"nl", "en", "de", "fr"}
    for language in languages().values():
        for kind in PageKind:
            assert language.page_words[kind], (language.code, kind)
            assert language.path_words[kind], (language.code, kind)
        for name in LABELS:
            assert getattr(language, name), (language.code, name)


def test_path_words_have_no_white_space() -> None:
    for language in languages().values():
        assert not [word for words in language.path_words.values() for word in words if " " in word]


@pytest.mark.parametrize(
    ("language", "kind", "word"),
    [
        ("nl", PageKind.IMPRINT, "disclaimer"),
        ("nl", PageKind.CONTACT, "neem contact op"),
        ("de", PageKind.WITHDRAWAL, "rücktritt"),
        ("de", PageKind.WITHDRAWAL, "widerrufsrecht"),
        ("de", PageKind.RETURNS, "reklamation"),
        ("fr", PageKind.CONTACT, "contactez-nous"),
        ("it", PageKind.IMPRINT, "note legali"),
        ("es", PageKind.IMPRINT, "aviso legal"),
        ("es", PageKind.COMPLAINTS, "hojas de reclamaciones"),
        ("pt", PageKind.COMPLAINTS, "livro de reclamações"),
        ("pt", PageKind.WITHDRAWAL, "livre resolução"),
        ("fr", PageKind.SERVICE, "centre d'aide"),
        ("fr", PageKind.SERVICE, "centre d’aide"),
        ("en", PageKind.TERMS, "t&cs"),
    ],
)
def test_words_that_matter_are_there(language: str, kind: PageKind, word: str) -> None:
    assert word in languages()[language].page_words[kind]


def test_a_warranty_claim_is_no_complaint_about_service() -> None:
    assert "reklamation" not in languages()["de"].page_words[PageKind.COMPLAINTS]


@pytest.mark.parametrize(
    ("language", "kind", "word", "there"),
    [
        ("pl", PageKind.TERMS, "regulamin", True),
        ("pl", PageKind.COMPLAINTS, "reklamacja", True),
        ("pl", PageKind.BUSINESS, "reklamacja", False),
        ("cs", PageKind.RETURNS, "reklamace", True),
        ("cs", PageKind.COMPLAINTS, "reklamace", False),
        ("sv", PageKind.COMPLAINTS, "reklamation", False),
        ("sv", PageKind.RETURNS, "reklamation", True),
        ("da", PageKind.COMPLAINTS, "reklamation", False),
        ("da", PageKind.COMPLAINTS, "klage", True),
        ("fi", PageKind.SERVICE, "asiakaspalveluun", True),
    ],
)
def test_false_friends_of_the_north_and_east_mean_what_they_mean(language: str, kind: PageKind, word: str, there: bool) -> None:
    assert (word in languages()[language].page_words[kind]) is there


def test_words_are_casefolded() -> None:
    assert "strasse" in " ".join(countries()["DE"].street_words)
    assert "schliessen" not in languages()["de"].chat_words
    assert all(word == word.casefold() for language in languages().values() for word in language.business_labels)


def test_no_page_word_is_in_the_never_list_of_the_same_kind() -> None:
    for language in languages().values():
        for kind, words in language.never_words.items():
            assert not set(words) & set(language.page_words[kind]), (language.code, kind)


def test_the_countries_are_there_and_uk_is_gb() -> None:
    assert set(countries()) >= {"NL", "BE", "DE", "AT", "FR", "GB", "IE", "CH"}
    assert country("UK") is countries()["GB"] is country("gb")
    assert country("XX") is None
    assert country(None) is None


@pytest.mark.parametrize(
    ("region", "text", "register", "vat"),
    [
        ("NL", "KvK 12345678, btw NL001234567B01", "12345678", "NL001234567B01"),
        ("NL", "KvK 12345678, btw NL.0012.34.567.B01", "12345678", "NL.0012.34.567.B01"),
        ("BE", "RPR Gent, BE 0123.456.789", "BE 0123.456.789", "BE 0123.456.789"),
        ("DE", "Amtsgericht München, HRB 123456, USt-IdNr. DE 123 456 789", "HRB 123456", "DE 123 456 789"),
        ("AT", "Firmenbuch FN 123456a, UID ATU12345678", "FN 123456a", "ATU12345678"),
        ("FR", "RCS Lyon 123 456 789, TVA FR 12 123456789", "123 456 789", "FR 12 123456789"),
        ("GB", "Company No. SC123456, VAT No. GB 123 4567 89", "SC123456", "GB 123 4567 89"),
        ("PL", "KRS 0000581247, NIP 775-255-94-46", "0000581247", "775-255-94-46"),
        ("PL", "REGON 363134334, NIP PL7752559446", "363134334", "PL7752559446"),
        ("CZ", "IČ 273 42 174, DIČ CZ27342174", "273 42 174", "CZ27342174"),
        ("SE", "Org.nr 559226-4617, VAT SE559226461701", "559226-4617", "SE559226461701"),
        ("DK", "CVR-nr. 36 31 58 30, VAT DK36315830", "36 31 58 30", "DK36315830"),
        ("FI", "Y-tunnus 2356430-0, ALV FI23564300", "2356430-0", "FI23564300"),
        ("SK", "IČO 36 421 928, IČ DPH SK2022749619", "36 421 928", "SK2022749619"),
        ("IT", "REA RE-284517, P.IVA IT01852619996", "RE-284517", "IT01852619996"),
        ("ES", "Tomo 9.999, Folio 60, Hoja V-155.555, CIF B-55.934.038", "V-155.555", "B-55.934.038"),
        ("PT", "Conservatória de Lisboa, NIPC PT 517 930 242", "PT 517 930 242", "PT 517 930 242"),
        ("IE", "Registered in Ireland 123456, VAT No. IE 1234567T", "123456", "IE 1234567T"),
        ("CH", "UID CHE-100.000.006 MWST", "CHE-100.000.006", "CHE-100.000.006 MWST"),
    ],
)
def test_ids_are_recognised_as_they_are_written(region: str, text: str, register: str, vat: str) -> None:
    facts = countries()[region]
    assert re.search(facts.register_pattern, text).group() == register
    assert re.search(facts.vat_pattern, text).group() == vat


@pytest.mark.parametrize(
    ("region", "text"),
    [
        ("NL", "1234 AB Utrecht"),
        ("BE", "B-9000 Gent"),
        ("DE", "10115 Berlin"),
        ("AT", "A-1010 Wien"),
        ("FR", "75001 Paris"),
        ("GB", "London SW1A 1AA"),
        ("PL", "00-238 Warszawa"),
        ("CZ", "110 00 Praha"),
        ("SE", "SE-111 22 Stockholm"),
        ("DK", "1456 København K"),
        ("FI", "00100 Helsinki"),
        ("SK", "040 01 Košice"),
        ("IT", "42121 Reggio Emilia"),
        ("ES", "46001 Valencia"),
        ("PT", "4050-174 Porto"),
        ("IE", "Dublin D02 X285"),
        ("CH", "CH-8001 Zürich"),
    ],
)
def test_postcodes_are_found(region: str, text: str) -> None:
    assert re.search(countries()[region].postcode_pattern, text)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("uk", "GB"),
        (" Nederland ", "NL"),
        ("NL", "NL"),
        ("Pays-Bas", "NL"),
        ("ÖSTERREICH", "AT"),
        ("Deutschland", "DE"),
        ("Belgique", "BE"),
        ("Verenigd  Koninkrijk", "GB"),
        ("U.K.", "GB"),
        ("Spanien", "ES"),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_countries_are_understood_by_code_and_by_name_in_four_languages(name: str, code: str | None) -> None:
    assert region_of(name) == code


def test_no_country_name_means_two_countries() -> None:
    owners: dict[str, str] = {}
    for code, names in region_names().items():
        for name in names:
            assert owners.setdefault(name, code) == code, name


def test_no_two_chat_vendors_share_a_marker() -> None:
    markers = [marker for vendor in chats() for marker in vendor.markers]
    assert len(markers) == len(set(markers))
    assert all(len(marker) >= 5 for marker in markers)


def test_a_chat_vendor_is_told_by_its_script_host() -> None:
    by_id = {vendor.id: vendor for vendor in chats()}
    assert by_id["tawk"].serves("embed.tawk.to")
    assert by_id["salesforce"].serves("d.la1-c2-fra.salesforceliveagent.com")
    assert not by_id["tawk"].serves("notembed.tawk.to.example")


def test_organisations_are_found_by_domain_phone_and_name() -> None:
    known = organisations()
    assert known.by_domain("klantenservice.degeschillencommissie.nl").kind is OrganisationKind.DISPUTE_COMMITTEE
    assert known.by_domain("shop.example") is None
    assert known.by_domain("") is None
    assert known.by_domain("jouwweb.nl").kind is OrganisationKind.PLATFORM
    assert known.by_domain("fietsenmaker.jouwweb.nl") is None
    assert known.by_domain("www.jouwweb.nl").kind is OrganisationKind.PLATFORM
    assert known.by_phone("+33153732222").name == "CNIL"
    assert known.by_phone("+31201234567") is None
    assert known.by_name("Stel uw vraag aan de GESCHILLENCOMMISSIE Thuiswinkel").kind is OrganisationKind.DISPUTE_COMMITTEE
    assert known.by_name("betaal met Klarna").kind is OrganisationKind.PAYMENT_FIRM
    assert known.by_name("webshop op Shopify").kind is OrganisationKind.PLATFORM
    assert known.by_name("Bel ons gerust") is None
    assert known.by_name("") is None


def test_every_number_of_an_organisation_exists() -> None:
    numbers = [(item.name, phone) for item in organisations().all for phone in item.phones]
    assert numbers
    assert not [(name, phone) for name, phone in numbers if not phonenumbers.is_valid_number(phonenumbers.parse(phone))]


@pytest.mark.parametrize(
    "text", ["ups, dat ging mis", "we stripe it", "visa versa", "dit is beslist goed", "onze ideal match", "snap je", "amen"]
)
def test_everyday_words_are_no_organisation(text: str) -> None:
    assert organisations().by_name(text) is None


def test_naming_an_organisation_is_bounded_work() -> None:
    assert organisations().by_name("x " * 200_000) is None


def test_platforms_tell_themselves_by_name() -> None:
    assert len(platforms()) >= 10
    assert all(platform.names for platform in platforms())


def test_a_shop_below_a_platforms_host_is_a_site_of_its_own() -> None:
    assert same_site("https://lampen.jouwweb.nl/", "https://lampen.jouwweb.nl/contact")
    assert not same_site("https://lampen.jouwweb.nl/", "https://www.jouwweb.nl/contact")
    assert not same_site("https://lampen.jouwweb.nl/", "https://fietsen.jouwweb.nl/")


@dataclass(frozen=True, kw_only=True)
class Inner:
    """A table inside a file."""

    size: int = 0


@dataclass(frozen=True, kw_only=True)
class Outer:
    """A file with every kind of value."""

    name: str
    pairs: tuple[tuple[str, int], ...] = ()
    kinds: Mapping[PageKind, tuple[str, ...]] = field(default_factory=dict)
    inner: Inner | None = None
    share: float | None = None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('name = "a"\npairs = [["x"]]', "pairs[0]: 1 values where 2 are expected"),
        ('name = "a"\npairs = [["x", true]]', "bool where int is expected"),
        ('name = "a"\n[kinds]\nkontakt = []', "kinds: 'kontakt' is none of home, product"),
        ('name = "a"\n[inner]\nsise = 1', "inner: unknown key 'sise'; known are size"),
        ('name = "a"\ninner = 3', "inner: int where dict is expected"),
        ('name = "a"\nshare = "half"', "share: str where float is expected"),
        ("pairs = []", "key 'name' is missing"),
        ("name = ", "Invalid value"),
    ],
)
def test_a_record_is_read_strictly(text: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "outer.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=re.escape(says)) as caught:
        read_record(path, Outer)
    assert str(path) in str(caught.value)


def test_a_record_gets_its_values_and_defaults(tmp_path: Path) -> None:
    path = tmp_path / "outer.toml"
    path.write_text('name = "a"\npairs = [["x", 1]]\n[kinds]\nfaq = ["q"]\n[inner]\nsize = 2\n', encoding="utf-8")
    expected = Outer(name="a", pairs=(("x", 1),), kinds={PageKind.FAQ: ("q",)}, inner=Inner(size=2))
    assert read_record(path, Outer) == expected


def test_the_longest_phrase_at_a_place_is_replaced() -> None:
    assert Phrases(["tel", "tel.", "fax", "tel. en fax"]).sub("_", "tel. en fax, tel./fax.") == "_, _/_."


def test_a_label_for_telephone_and_fax_is_no_fax_label() -> None:
    both = [(one.code, label) for one in languages().values() for label in one.fax_labels if re.search(r"tel\b|phone", label)]
    assert not both


@pytest.mark.parametrize(
    ("mark", "says"),
    [
        ('generators = ["Shopify"]', "'Shopify' is not in lower case"),
        ('script_hosts = ["shopify.com/cdn"]', "'shopify.com/cdn' is no host name"),
        ("generators = []", "nothing tells its shops"),
    ],
)
def test_a_mark_of_a_platform_that_could_never_be_met_is_refused(mark: str, says: str, tmp_path: Path) -> None:
    lists = {"names", "domains", "shop_suffixes", "phones", "generators", "script_hosts", "paths", "markers"}
    lists.remove(mark.partition(" ")[0])
    lines = ['id = "x"', 'name = "X"', 'source = "a test"', 'dated = "2026-11"', mark, *(f"{name} = []" for name in sorted(lists))]
    (tmp_path / "x.toml").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=re.escape(says)):
        platforms(tmp_path)
