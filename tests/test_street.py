"""The fake shops are found as their truth files say, none of their traps is stepped on, and they cover what there is to meet.

One audit of the whole street serves all tests of this file; under xdist they stay in one process.
"""

import re
from html import escape
from pathlib import Path

import pytest

from crawler.model.placement import PlaceClass
from crawler.model.reason import Reason
from street.server import ACTS, SHOPS, Street, open_street
from street.site import Asked
from tests.auditing import BAD_ROWS, CHANNELS, StreetRun, audit, by_host, differences, exported
from tests.conftest import A_FEW_SHOPS

pytestmark = pytest.mark.xdist_group("street")

STREET = Street()
POSITIVE = {PlaceClass.EVERY_PAGE, PlaceClass.HOME, PlaceClass.CONTACT_PAGE}
MOST_REQUESTS = 27
KNOWN_GAPS = 3
ONLY_A_BROWSER_TELLS = 20
OWN_RESOURCE = re.compile(r'<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)="(/[^"/][^"]*)"')
OUT_OF_ORDER = {"half-geladen.example": 500}
"""A shop one of whose scripts or pictures cannot be had, and the status of the answer."""
NOT_ON_A_STREET = {
    Reason.LEFT_OUT: "asked for with --stop-list",
    Reason.TIMEOUT: "would take twenty seconds",
    Reason.OWN_NETWORK: "behind a proxy the line is the proxy's",
    Reason.PROGRAM_ERROR: "no shop may bring one about",
    Reason.PURGED: "what was seen is erased by a command",
    Reason.BAD_ROW: "a row, no shop",
    Reason.DUPLICATE_OF: "a row, no shop",
}
MANY_TRAPS = frozenset(
    {
        "alles-macht-was.example",
        "eindeloos-garen.example",
        "koekjesmuur.example",
        "kookschool-de-lepel.example",
        "quincaillerie-leroux.example",
        "sessie-sloot.example",
        "verboden-hoek.example",
    }
)


def with_known_gaps() -> list[object]:
    """Every host; one where the program does not find the truth yet must fail until it does."""
    gaps = {host: pytest.mark.xfail(strict=True, reason=shop.known_gap) for host, shop in STREET.shops.items() if shop.known_gap}
    return [pytest.param(host, marks=gaps.get(host, ())) for host in STREET.shops]


@pytest.mark.parametrize("host", with_known_gaps())
def test_a_shop_is_found_as_its_truth_says(whole_street: StreetRun, host: str) -> None:
    assert differences(whole_street.shops[host], whole_street.street.shops[host].truth()) == []


@pytest.mark.parametrize("host", STREET.shops)
def test_no_trap_is_stepped_on(whole_street: StreetRun, host: str) -> None:
    assert [(hit.method, hit.path) for hit in whole_street.street.trapped(host)] == []


@pytest.mark.parametrize("host", STREET.shops)
def test_no_shop_is_asked_more_than_its_share(whole_street: StreetRun, host: str) -> None:
    most = whole_street.street.shops[host].truth().get("most_requests", MOST_REQUESTS)
    assert 0 < len(whole_street.street.hits(host)) <= most


def test_nobody_beyond_the_street_is_asked(whole_street: StreetRun) -> None:
    hosts = {host for shop in whole_street.street.shops.values() for host in shop.hosts}
    assert {hit.host for hit in whole_street.street.journal} <= hosts


def test_rows_in_is_rows_out(whole_street: StreetRun) -> None:
    assert [row["row"]["line"] for row in whole_street.rows] == list(range(2, 2 + len(whole_street.street.shops) + len(BAD_ROWS)))
    assert [row["row"]["outcome"] for row in whole_street.rows[-2:]] == [Reason.BAD_ROW, Reason.DUPLICATE_OF]
    assert set(whole_street.shops) == set(whole_street.street.shops)


def test_no_negative_is_settled_without_a_browser(whole_street: StreetRun) -> None:
    found = {row[channel]["place_class"] for row in whole_street.shops.values() for channel in CHANNELS}
    assert found <= POSITIVE | {PlaceClass.UNDETERMINED}


def test_the_report_opens_from_disk(whole_street: StreetRun) -> None:
    index = (whole_street.folder / "out" / "report" / "index.html").read_text(encoding="utf-8")
    assert [shop.host for shop in whole_street.street.shops.values() if escape(shop.row["name"]) not in index] == []
    assert "draft, not for publication" in index.lower()


@pytest.mark.slow
def test_a_thorough_visit_reads_on_and_finds_the_same(tmp_path: Path) -> None:
    with open_street(hosts=A_FEW_SHOPS | MANY_TRAPS) as street:
        assert audit(street, tmp_path, "--thorough", "--pages", "9").returncode == 0
    rows = by_host(exported(tmp_path))
    assert [hit.path for host in street.shops for hit in street.trapped(host)] == []
    assert rows["fietsen-de-ketting.example"]["visit"]["pages"] == 8, "all the pages that this shop has"
    assert [rows["fietsen-de-ketting.example"][channel]["place_class"] for channel in CHANNELS] == ["every-page"] * 2
    assert rows["kaarsen-lumen.example"]["phone"]["place_class"] == "contact-page"


def test_the_street_has_shops_of_all_its_languages() -> None:
    shops = list(STREET.shops.values())
    assert len(shops) >= 60
    assert {shop.row["language"] for shop in shops} >= {"nl", "de", "fr", "en"}


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason not in NOT_ON_A_STREET])
def test_a_shop_shows_each_reason(reason: Reason) -> None:
    truths = [shop.truth() for shop in STREET.shops.values()]
    assert [truth for truth in truths if reason in {truth["outcome"], *(truth[channel].get("reason") for channel in CHANNELS)}]


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("place_class", PlaceClass)
def test_a_shop_shows_each_place_class_to_a_browser(channel: str, place_class: PlaceClass) -> None:
    assert place_class in {shop.truth(browser=True)[channel]["place_class"] for shop in STREET.shops.values()}


@pytest.mark.parametrize("host", STREET.shops)
def test_a_truth_says_why_where_it_settles_nothing(host: str) -> None:
    """Without a browser no negative is settled; with one, what is settled has no reason, and what is not has another one."""
    shop = STREET.shops[host]
    for browser in (False, True):
        for channel in CHANNELS:
            told = shop.truth(browser=browser)[channel]
            place_class = PlaceClass(told["place_class"])
            assert bool(told.get("reason")) is (place_class is PlaceClass.UNDETERMINED)
            assert not told.get("reason") or Reason(told["reason"])
            assert told.get("reason") != Reason.NEEDS_BROWSER if browser else place_class in POSITIVE | {PlaceClass.UNDETERMINED}


def test_many_shops_show_to_a_browser_what_their_html_does_not() -> None:
    shops = STREET.shops.values()
    told = [[[shop.truth(browser=looked)[name] for name in CHANNELS] for looked in (False, True)] for shop in shops]
    seen = [[[(channel.get("seen"), channel.get("values")) for channel in channels] for channels in pair] for pair in told]
    assert len([pair for pair in seen if pair[0] != pair[1]]) >= ONLY_A_BROWSER_TELLS


@pytest.mark.parametrize("host", STREET.shops)
def test_scripts_styles_and_pictures_of_a_shop_are_there(host: str) -> None:
    html = "".join(file.read_text(encoding="utf-8") for file in (SHOPS / host).glob("**/*.html"))
    answers = {path: STREET.shops[host].answer(host, Asked(path=path)).status for path in OWN_RESOURCE.findall(html)}
    assert set(answers.values()) <= {OUT_OF_ORDER.get(host, 200)}, answers


def test_few_gaps_are_known() -> None:
    assert len([shop for shop in STREET.shops.values() if shop.known_gap]) <= KNOWN_GAPS


def test_the_traps_are_really_set() -> None:
    page = STREET.shops["alles-macht-was.example"].answer("alles-macht-was.example", Asked(path="/")).body.decode()
    assert len([act for act in ACTS if act in page.replace("&amp;", "&")]) >= 12
    shelf = STREET.shops["quincaillerie-leroux.example"].answer("quincaillerie-leroux.example", Asked(path="/vis/")).body.decode()
    assert shelf.count("<a ") > 30
