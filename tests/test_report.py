"""The report opens from disk, is complete without script, marks what is only suspected, and keeps shop text from acting."""

import base64
import csv
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from bereikbaar.report import command
from crawler.model.certificate import Certificate, Fate, LinkFate
from crawler.model.dossier import Dossier
from crawler.model.placement import PlaceClass, Step
from crawler.model.plain import NEUTRALISED, plain
from crawler.model.row import Row
from crawler.model.visit import Visit
from reports.charts import bands, clicks, place_classes
from reports.charts.shapes import Chart
from reports.norms.norms import norms
from reports.outputs import safe_text, shop_view
from reports.outputs.csv_table import neutral
from reports.outputs.figure import drawn
from reports.outputs.html import write
from reports.outputs.jumps import FEW, jumps
from reports.outputs.named_lists import LISTS
from reports.outputs.pages import PAGES
from reports.outputs.safe_text import file_name, is_web, marked, snippet_html, web_link
from reports.outputs.shop_list import ORDERS, sorted_page
from reports.outputs.summary import RunFacts
from reports.report import replaced
from reports.scoring.points import points
from reports.tables.roster import TABLES
from reports.texts.texts import texts
from reports.verdict import Verdict, judge
from tests.handmade import placed, shop, street
from tests.handmade_run import store_run
from tests.visits import visits

NEVER = re.compile(r"\b(hides?|refuses?|illegal\w*|breach\w*|fraud\w*)\b", re.IGNORECASE)
FACTS = RunFacts("winkels.csv", "0.1.0")
HOSTILE = "\u202e</bdi><script>alert(1)</script>\x1b[2J{{ 7*7 }}\ud800 javascript:alert(1)"

NOTHING_DONE = Certificate(
    kinds=(),
    links=(LinkFate(url="", text="", kinds=frozenset(), fate=Fate.FAILED),),
    pages_read=0,
    failed_own_resources=("/app.js",),
    documents_unread=("/terms.pdf",),
    budget_left=False,
    problems=("too-deep",),
)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(street(), tmp_path_factory.mktemp("report"), FACTS).parent


def pages(folder: Path) -> Iterator[tuple[Path, LexborHTMLParser]]:
    for path in sorted(folder.rglob("*.html")):
        yield path, LexborHTMLParser(path.read_text(encoding="utf-8"))


def text_of(folder: Path, name: str) -> str:
    return (folder / name).read_text(encoding="utf-8")


def hostile() -> Verdict:
    named = shop(1, id="../../x", name=HOSTILE, url="javascript:alert(1)")
    seen = placed(1, PlaceClass.CONTACT_PAGE, PlaceClass.LEGAL_TEXT, (1, 2))
    made = seen.dossier.visit
    assert made
    sightings = tuple(
        replace(item, snippet=f"{HOSTILE} 020", as_shown="020", label=HOSTILE, selector=HOSTILE) for item in made.sightings
    )
    read = tuple(replace(page, title=HOSTILE, final_url="javascript:alert(2)", language='"><x') for page in made.pages)
    return replace(
        seen,
        dossier=replace(
            seen.dossier,
            row=replace(seen.dossier.row, shop=named),
            visit=replace(made, shop=named, sightings=sightings, pages=read, detail=HOSTILE, warc=HOSTILE),
        ),
    )


def test_every_page_says_that_it_is_a_draft_and_what_language_it_is_in(report: Path) -> None:
    found = list(pages(report))
    about_the_run = {"index.html", "weights.html", *(f"{name}.html" for name in (*(page.ID for page in PAGES), *LISTS.values()))}
    assert {path.name for path, _ in found if path.parent == report} == about_the_run | set(map(sorted_page, ORDERS))
    assert sum(path.parent != report for path, _ in found) == sum(1 for item in street() if item.dossier.visit)
    for path, tree in found:
        assert tree.css_first("header.draft").text() == "Draft, not for publication", path
        assert tree.css_first("html").attributes["lang"] == "en"
        assert tree.css_first("a.skip").attributes["href"] == "#main"
        assert len(tree.css("h1")) == 1
        assert tree.css_first("title").text().strip()


def test_nothing_is_loaded_but_the_style_sheet_beside_it(report: Path) -> None:
    for path, tree in pages(report):
        assert not tree.css("img, iframe, object, embed, base, form, [style], [onclick], script[src]"), path
        sheets = [link.attributes["href"] for link in tree.css("link")]
        assert len(sheets) == 1
        assert (path.parent / str(sheets[0])).resolve() == (report / "style.css").resolve()
    assert "url(" not in text_of(report, "style.css")
    assert "@import" not in text_of(report, "style.css")


def test_the_policy_lets_only_our_own_script_run(report: Path) -> None:
    for path, tree in pages(report):
        policy = tree.css_first("meta[http-equiv=Content-Security-Policy]").attributes["content"] or ""
        assert policy.startswith("default-src 'none'; "), path
        scripts = re.findall(r"<script>(.*?)</script>", path.read_text(encoding="utf-8"), re.DOTALL) if tree.css("script") else []
        hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(item.encode()).digest()).decode()}'" for item in scripts]
        assert re.findall(r"'sha256-[^']+'", policy) == hashes
        assert "unsafe" not in policy


def test_links_lead_to_a_file_of_the_report_or_out_without_referrer(report: Path) -> None:
    for path, tree in pages(report):
        ids = [node.attributes["id"] for node in tree.css("[id]")]
        assert len(ids) == len(set(ids)), path
        for link in tree.css("a"):
            target = link.attributes["href"] or ""
            if target.startswith("#") and target != "#":  # alone it is the top of the page
                assert target[1:] in ids, (path, target)
            elif target.startswith(("http://", "https://")):
                assert link.attributes["rel"] == "noopener nofollow"
            elif target != "#":
                assert (path.parent / target.partition("#")[0]).is_file(), (path, target)


def test_tables_are_tables(report: Path) -> None:
    for path, tree in pages(report):
        for table in tree.css("table"):
            assert table.css("caption") or (table.parent and table.parent.attributes.get("aria-label")), path
            assert all(head.attributes["scope"] == "col" for head in table.css("thead th"))
            assert all(head.attributes["scope"] == "row" for head in table.css("tbody th"))
            assert table.parent
            assert table.parent.attributes["class"] == "scroll"


def test_each_negative_is_marked_suspected_and_nothing_else_is(report: Path) -> None:
    rows = LexborHTMLParser(text_of(report, "index.html")).css("#shop-table tbody tr")
    for row, item in zip(rows, street(), strict=True):
        visited = item.dossier.visit
        classes = [one.place_class for one in visited.placements] if visited else []
        negatives = [one for one in classes if not one.positive and one is not PlaceClass.UNDETERMINED]
        assert len(row.css("small.suspected")) == len(negatives)
    page = LexborHTMLParser(text_of(report, "shops/winkel3.example.html"))
    assert not page.css("#phone .suspected")
    assert page.css_first("#email .suspected").text() == "suspected, not checked by a person"


def test_the_page_of_a_shop_shows_sentence_path_evidence_and_certificate(report: Path) -> None:
    page = LexborHTMLParser(text_of(report, "shops/winkel3.example.html"))
    assert page.css_first("#phone .sentence").text() == "The number is on the contact page, at most 2 clicks from the home page."
    assert [item.css_first("small a").text() for item in page.css("#phone .path li")][-1].endswith("/contact")
    assert page.css_first("#phone mark").text() == "020 123 45 67"
    assert "ab" * 32 in page.css_first("#phone .evidence").text()
    assert "BW 6:230m" in page.css_first("#findings").text()
    assert "no longer there (404)" in page.css_first("#search").text()
    assert "someone else" in page.css_first("#values").text()


def test_a_search_is_told_part_by_part_and_the_same_search_once(report: Path) -> None:
    search = LexborHTMLParser(text_of(report, "shops/winkel5.example.html")).css_first("#search")
    assert len(search.css(".checks .done")) == 9
    assert not search.css(".checks .missing")
    assert "Searched in the same way as for the phone number" in search.text()
    open_search = LexborHTMLParser(text_of(report, "shops/winkel7.example.html")).css_first("#search")
    assert [item.text(strip=True) for item in open_search.css(".checks .missing")] == ["missing:no page was looked at in a browser"]


def test_what_was_seen_at_an_open_channel_is_a_note(report: Path) -> None:
    page = LexborHTMLParser(text_of(report, "shops/winkel7.example.html"))
    assert "Seen so far, not a finding" in page.css_first("#email").text()
    assert not page.css("#email .suspected")


def test_charts_have_title_and_description_and_no_script(report: Path) -> None:
    figures = LexborHTMLParser(text_of(report, "index.html")).css("figure svg[role=img]")
    assert len(figures) == 3
    for figure in figures:
        named = (figure.attributes["aria-labelledby"] or "").split()
        assert [figure.css_first(f"#{name}").text() for name in named if figure.css_first(f"#{name}")] != []
        assert len(figure.html or "") < 6000


def test_every_table_lies_beside_the_report_as_csv_and_json(report: Path) -> None:
    for name in ("p1", "p2", "p2-reasons", "p3", "p4", "p4-shares", "p16"):
        data = json.loads(text_of(report, f"tables/{name}.json"))
        assert (data["id"], data["n"]) == (name, len(street()))
        assert (report / "tables" / f"{name}.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (report / "tables" / "shops.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == len(street())


def test_no_text_says_what_findings_never_say(report: Path) -> None:
    for path, tree in pages(report):
        assert not NEVER.search(tree.css_first("body").text()), path


def test_shop_text_can_not_act(tmp_path: Path) -> None:
    write([hostile()], tmp_path, FACTS)
    assert {path.parent for path in tmp_path.rglob("*.html")} == {tmp_path, tmp_path / "shops"}
    assert len(list((tmp_path / "shops").iterdir())) == 1
    for path, tree in pages(tmp_path):
        raw = path.read_text(encoding="utf-8")
        assert not NEUTRALISED.search(raw), path
        assert not [link for link in tree.css("a") if (link.attributes["href"] or "").startswith("javascript")]
        assert len(tree.css("script")) == {"index.html": 1, "weights.html": 2}.get(path.name, 0)
        assert "49" not in tree.css_first("h1").text()
        assert not tree.css("x")


def test_a_long_list_is_paged_and_every_shop_is_listed_once(tmp_path: Path) -> None:
    many = [placed(number, PlaceClass.HOME, PlaceClass.HOME, (0, 0)) for number in range(1, 8)]
    write(many, tmp_path, FACTS, rows_a_page=3)
    names = ["index.html", "shops-2.html", "shops-3.html"]
    trees = [LexborHTMLParser(text_of(tmp_path, name)) for name in names]
    assert [len(tree.css("#shop-table tbody tr")) for tree in trees] == [3, 3, 1]
    assert [link.attributes["href"] for link in trees[0].css(".pager a")] == names[1:]
    assert [link.attributes["href"] for link in trees[1].css(".pager a[rel]")] == ["index.html", "shops-3.html"]
    assert [link.attributes["href"] for link in trees[2].css(".pager a:not([rel])")] == names[:2]
    assert [tree.css_first(".pager [aria-current]").text() for tree in trees] == ["1", "2", "3"]
    for number, name in enumerate(names):
        page = LexborHTMLParser(text_of(tmp_path, f"shops/winkel{3 * number + 1}.example.html"))
        assert page.css_first("nav.back a").attributes["href"] == f"../{name}"


def test_a_list_of_two_hundred_pages_links_a_handful_from_each_and_reaches_all() -> None:
    for last in (1, 2, 20, 21, 100, 200, 5_000):
        known = {at: set(jumps(at, last)) for at in range(1, last + 1)}
        assert max(map(len, known.values())) <= max(FEW, 24)
        assert all({1, at, last} <= found for at, found in known.items())
        reached, fresh = {1}, {1}
        for _ in range(6):  # clicks; from each page also to the one before and the one after
            fresh = set().union(*(known[at] | {max(1, at - 1), min(last, at + 1)} for at in fresh)) - reached
            reached |= fresh
        assert len(reached) == last if last <= 200 else len(reached) > 100


@given(st.text("aAbé. +(1 ", max_size=16), st.text("aAbé. +(1 ", max_size=6))
def test_a_value_is_found_in_its_snippet_as_a_pattern_would_find_it(snippet: str, value: str) -> None:
    text, words = " ".join(snippet.split()), value.split()
    found = re.search(r"\s?".join(map(re.escape, words)), text, re.IGNORECASE) if words else None
    assert safe_text._stretch(text, words) == (found.span() if found else None)


def test_an_empty_list_gives_a_report(tmp_path: Path) -> None:
    page = LexborHTMLParser(write([], tmp_path, FACTS).read_text(encoding="utf-8"))
    assert "not visited yet" in page.css_first("dl.facts").text()


def test_a_hundred_shops_take_less_than_two_megabytes(tmp_path: Path) -> None:
    write((placed(number, PlaceClass.CONTACT_PAGE, PlaceClass.LEGAL_TEXT, (1, 2)) for number in range(100)), tmp_path, FACTS)
    assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) < 2_000_000


def test_a_report_that_fails_leaves_the_old_one(tmp_path: Path) -> None:
    with replaced(tmp_path / "report") as folder:
        (folder / "index.html").write_text("old")
    with pytest.raises(ZeroDivisionError), replaced(tmp_path / "report") as folder:
        (folder / "index.html").write_text(str(1 // 0))
    assert [path.name for path in tmp_path.iterdir()] == ["report"]
    assert (tmp_path / "report" / "index.html").read_text() == "old"


CHARTS = [(place_classes, "p2"), (clicks, "p4"), (bands, "p16")]


def drawn_of_the_street(unit: ModuleType, table: str) -> Chart:
    return unit.render({item.ID: item.tabulate(Counter(map(item.counted, street()))) for item in TABLES}[table], texts())


@pytest.mark.parametrize(("unit", "table"), CHARTS, ids=["place-classes", "clicks", "bands"])
def test_a_chart_of_the_handmade_street_is_the_golden_one(unit: ModuleType, table: str) -> None:
    chart = drawn_of_the_street(unit, table)
    assert drawn(chart, texts()) == (Path(__file__).parent / "golden" / f"{chart.id}.html").read_text(encoding="utf-8")


def test_numbers_of_bars_about_as_tall_stand_a_line_apart_where_they_are_long() -> None:
    def heights(ones: int) -> list[int]:
        counts = Counter({("clicks-1", "clicks-1"): ones, ("clicks-1", "not-shown"): ones // 20})
        chart = clicks.render(next(item for item in TABLES if item.ID == "p4").tabulate(counts), texts())
        return [item.y for item in chart.captions if item.text.isdecimal() and int(item.text) >= ones]

    long, short = heights(400), heights(20)
    assert long[1] - long[0] == clicks.LINE
    assert 0 < short[1] - short[0] < clicks.LINE


def test_charts_of_the_handmade_street_fill_their_width() -> None:
    widths: dict[int, float] = {}
    for item in drawn_of_the_street(*CHARTS[0]).segments:
        widths[item.y] = widths.get(item.y, 0) + float(item.width[:-1])
    assert [round(width) for width in widths.values()] == [100, 100]
    columns = drawn_of_the_street(*CHARTS[1])
    assert max(item.height for item in columns.segments) == clicks.TALLEST
    assert [item.text for item in columns.captions if item.y == clicks.TOP - 5] == ["3"]
    longest = max(drawn_of_the_street(*CHARTS[2]).segments, key=lambda item: float(item.width[:-1]))
    assert longest.width == f"{bands.LONGEST:g}%"


def test_no_part_of_a_chart_is_told_by_colour_alone() -> None:
    legend = drawn_of_the_street(*CHARTS[0]).legend
    groups = {key.pattern: [item.shade for item in legend if item.pattern == key.pattern] for key in legend}
    assert groups == {
        "": ["every-page", "home", "contact-page"],
        "dots": ["imprint", "legal-text"],
        "hatch": ["gated", "absent"],
        "sparse": ["undetermined"],
    }


def test_each_row_is_in_one_group_and_the_groups_add_up(report: Path) -> None:
    page = LexborHTMLParser(text_of(report, "index.html"))
    for name, start in (("phone", "p-"), ("email", "e-"), ("band", "b-")):
        rows = [row.attributes["class"] or "" for row in page.css("#shop-table tbody tr")]
        counted = Counter(word.removeprefix(start) for row in rows for word in row.split() if word.startswith(start))
        labels = page.css(f"[name={name}]")
        chosen = {str(item.attributes["value"]): item.parent.css_first(".of") for item in labels if item.parent}
        assert {code: int(of.text()) for code, of in chosen.items() if of} == counted
        assert counted.total() == len(street())
        style = text_of(report, "style.css")
        assert [code for code in chosen if code and f'[name="{name}"][value="{code}"]:checked' not in style] == []


def test_a_list_of_one_page_can_be_had_in_each_order_without_script(report: Path) -> None:
    index = LexborHTMLParser(text_of(report, "index.html"))
    links = [link.attributes["href"] for link in index.css("#shop-table thead a")]
    assert links == [f"shops-by-{column}.html" for column in ORDERS]
    for column, link in zip(ORDERS, links, strict=True):
        page = LexborHTMLParser(text_of(report, str(link)))
        rows = page.css("#shop-table tbody tr")
        assert len(rows) == len(street())
        assert len(page.css("thead [aria-sort=ascending]")) == 1
        places = [int(row.css("td[data-sort]")[0].attributes["data-sort"] or 0) for row in rows]
        assert (column == "phone") == (places == sorted(places))


def test_every_answer_that_costs_half_its_points_says_how_to_mend_it() -> None:
    costly = [
        f"mend.{name}.{reason}"
        for name, criterion in points().criteria.items()
        for reason, given in criterion.reasons.items()
        if 2 * given <= criterion.most
    ]
    assert len(costly) > 20
    assert [key for key in costly if key not in texts()] == []
    weak = [item for item in PlaceClass if not item.positive and item is not PlaceClass.UNDETERMINED]
    assert [item for item in weak for channel in ("phone", "email") if f"mend.{channel}-findable.{item}" not in texts()] == []


def test_what_is_not_met_says_how_to_mend_it_and_how_to_object(tmp_path: Path) -> None:
    verdict = judge(placed(1, PlaceClass.ABSENT, PlaceClass.HOME, (None, 0)).dossier, norms())
    write([verdict], tmp_path, FACTS)
    page = LexborHTMLParser(text_of(tmp_path, "shops/winkel1.example.html"))
    rows = page.css("#findings tbody tr")
    assert "Show a phone number for customers" in rows[0].css_first(".mend").text()
    assert not rows[1].css(".mend")
    assert "a person then looks at it again" in page.css_first("#findings .object").text()


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [0, 1, 2], ids=["light", "dark", "print"])
def test_text_stands_out_from_its_ground_as_wcag_aa_asks(report: Path, scheme: int) -> None:
    blocks = re.findall(r":root \{(.*?)\}", text_of(report, "style.css"), re.DOTALL)
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", blocks[scheme]))
    pairs = [("ink", "paper"), ("ink", "raised"), ("quiet", "paper"), ("quiet", "raised"), ("link", "paper"), ("link", "raised")]
    pairs += [("warn", "paper"), ("warn", "warn-paper"), ("mark-ink", "mark"), ("ink", "undetermined")]
    assert {
        pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs if contrast(colours[pair[0]], colours[pair[1]]) < 4.5
    } == {}
    dark = "#101214" if scheme == 1 else "#ffffff"
    inside = [(dark, name) for name in ("every-page", "home", "gated", "machine-only", "absent")]
    inside += [("#1d1c1a", name) for name in ("contact-page", "imprint", "other-page", "legal-text")]
    assert {pair: contrast(pair[0], colours[pair[1]]) for pair in inside if contrast(pair[0], colours[pair[1]]) < 4.5} == {}


@given(st.text(max_size=60))
def test_plain_text_is_one_line_and_has_nothing_that_acts(text: str) -> None:
    shown = plain(text)
    assert not NEUTRALISED.search(shown)
    assert "\n" not in shown
    assert isinstance(shown.encode(), bytes)


@given(st.text(max_size=40), st.text(max_size=10))
def test_a_marked_snippet_holds_the_snippet(snippet: str, value: str) -> None:
    parts = marked(snippet, value)
    assert " ".join("".join(parts).split()) == " ".join((snippet if snippet.strip() else value).split())
    assert "<script" not in snippet_html(snippet, value)


@given(st.text(max_size=80))
def test_a_file_name_stays_in_its_folder(shop_id: str) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,119}", file_name(shop_id))
    assert ".." not in file_name(shop_id)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "//x.example",
        "http:x",
        "https://x.example/\u202e",
        "http://[",
        "",
    ],
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert not is_web(url)
    assert "<a" not in web_link(url, "text")


@given(st.sampled_from("=+-@\t\r"), st.text(max_size=20))
def test_a_csv_cell_is_never_a_formula(first: str, rest: str) -> None:
    assert not str(neutral(first + rest)).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(visits())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_a_visit_saw_its_page_can_be_written(seen: Visit) -> None:
    kept = range(len(seen.sightings))
    proven = tuple(replace(item, sightings=tuple(at for at in item.sightings if at in kept)) for item in seen.placements)
    dossier = Dossier(row=Row(line=2, cells=(), shop=seen.shop), visit=replace(seen, placements=proven))
    with TemporaryDirectory() as folder:
        write([judge(dossier, norms())], Path(folder), FACTS)
        for path in Path(folder).rglob("*.html"):
            assert not NEUTRALISED.search(path.read_text(encoding="utf-8"))


def test_a_stored_run_is_judged_again_and_reported(tmp_path: Path) -> None:
    done = CliRunner().invoke(command, [str(store_run(tmp_path))])
    assert (done.exit_code, done.output) == (0, f"Report: {tmp_path / 'report' / 'index.html'}\n")
    page = LexborHTMLParser(text_of(tmp_path, "report/index.html"))
    assert page.css_first("dl.facts dd").text() == "winkels.csv"
    assert len(page.css("#shop-table tbody tr")) == len(street())
    assert "Bad row" in page.css_first("#p1-section").text()


def test_a_folder_without_a_run_is_told(tmp_path: Path) -> None:
    done = CliRunner().invoke(command, [str(tmp_path)])
    assert done.exit_code == 2
    assert "bereikbaar.sqlite" in done.output
    assert not (tmp_path / "report").exists()


def test_of_a_shop_that_was_not_measured_only_the_reason_is_told(report: Path) -> None:
    page = LexborHTMLParser(text_of(report, "shops/winkel8.example.html"))
    assert page.css_first("section.open p").text() == "the site blocked the visit"
    assert not page.css("#phone, #email, #findings")


def test_a_way_that_goes_back_says_so() -> None:
    steps = tuple(
        Step(page_id=page, url=f"https://winkel.example/{page}", link_text="" if page == 2 else "x") for page in (0, 1, 2, 1, 3)
    )
    assert [item.back for item in shop_view.steps(steps, {})] == [False, False, True, False, False]
