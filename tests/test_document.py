"""A page becomes the document a customer would read, with either engine."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crawler.document import Engine, is_html, is_pdf, parse
from crawler.document.guard import guarded
from crawler.document.parsed import ParsedDocument
from crawler.model.capture import Capture
from crawler.model.sighting import Place

CASES = Path(__file__).parent / "cases" / "documents"
LINES = tomllib.loads((CASES / "lines.toml").read_text(encoding="utf-8"))["case"]
ENGINES = pytest.mark.parametrize("engine", [Engine.FAST, Engine.TOLERANT])


def capture(body: bytes, content_type: str = "text/html", url: str = "https://www.bench.test/") -> Capture:
    headers = (("content-type", content_type),)
    return Capture(url=url, final_url=url, status=200, headers=headers, body=body, sha256="", fetched_at="2026-01-01T00:00:00Z")


def read(body: bytes | str, engine: Engine = Engine.FAST, content_type: str = "text/html") -> ParsedDocument:
    document = parse(capture(body.encode() if isinstance(body, str) else body, content_type), engine=engine)
    assert isinstance(document, ParsedDocument)
    return document


def read_case(name: str, engine: Engine) -> ParsedDocument:
    return read((CASES / name).read_bytes(), engine)


@ENGINES
@pytest.mark.parametrize("name", ["places.html", "sight.html"])
def test_marked_elements_stand_where_they_say(name: str, engine: Engine) -> None:
    document = read_case(name, engine)
    wrong, checked = [], 0
    for block in document.blocks:
        node = document.node(block.number)
        want = node.attributes.get("data-block") if node is not None else None
        if want is not None:
            checked += 1
            got = block.place.value + (" closed" if block.closed else "")
            wrong += [(block.text, want, got)] if got != want else []
            assert block.visible == (block.place is not Place.HIDDEN) == (not block.hidden_by)
    assert not wrong
    assert checked == (CASES / name).read_text(encoding="utf-8").count("data-block=")


@ENGINES
@pytest.mark.parametrize("case", LINES, ids=[case["name"] for case in LINES])
def test_text_is_parted_as_a_customer_reads_it(case: dict[str, object], engine: Engine) -> None:
    assert [block.text for block in read(f"<body>{case['html']}", engine).blocks] == case["blocks"]


@ENGINES
def test_headings_in_what_opens_hold_there_alone(engine: Engine) -> None:
    document = read(
        "<h2>Lessen</h2><button aria-controls=a>Voorwaarden</button>"
        "<div id=a style=display:none><h3>Voorwaarden</h3><p>Artikel 1</p></div>"
        "<div style=display:none><h3>Nooit</h3><p>Verborgen</p></div><p>Dinsdag</p>",
        engine,
    )
    headings = {block.text: block.headings for block in document.blocks}
    assert headings["Artikel 1"] == ("Lessen", "Voorwaarden")
    assert headings["Verborgen"] == ("Lessen",)
    assert headings["Dinsdag"] == ("Lessen",)


@ENGINES
def test_labels_and_headings_belong_to_blocks(engine: Engine) -> None:
    document = read_case("elements.html", engine)
    labels = {block.text: block.label for block in document.blocks}
    assert [labels[text] for text in ("Tel", "010 555 01 90", "mobiel", "los")] == ["", "Tel", "010 555 01 90", ""]
    assert (labels["winkel@bench.test"], labels["010 555 01 91"], labels["Tot ziens"]) == ("Mail", "Fax", "")
    headings = {block.text: block.headings for block in document.blocks}
    assert headings["Elke dag"] == ("Contact", "Bellen")
    assert headings["Dorpsstraat 1"] == ("Contact", "Langskomen")
    assert headings["Tot ziens"] == ("Contact", "Bellen")


@ENGINES
def test_links_are_absolute_and_named(engine: Engine) -> None:
    links = [(link.target, link.text, link.written_out) for link in read_case("elements.html", engine).links]
    assert links == [
        ("https://www.bench.test/nl/contact", "Contact", True),
        ("https://www.bench.test/over", "Over ons", False),
        ("https://wa.me/31600000000", "WhatsApp", False),
        ("javascript:linkTo_UnCryptMailto('nbjmup;xjolfm')", "mail", True),
        ("https://www.bench.test/kaart", "Kaart", False),
    ]


@ENGINES
@pytest.mark.parametrize(
    "icon", ['<i role=img aria-label="Contact"></i>', '<svg aria-label="Contact"></svg>', '<img alt="" title="Contact">']
)
def test_an_icon_names_the_link_that_holds_nothing_else(icon: str, engine: Engine) -> None:
    document = read(f"<p><a href=/c>{icon}</a> <a href=/d>Over ons {icon}</a>", engine)
    assert [(link.text, link.written_out) for link in document.links] == [("Contact", False), ("Over ons", True)]


@ENGINES
def test_a_backslash_in_a_path_is_a_slash(engine: Engine) -> None:
    document = read(r"<a href='\p\12'>A</a> <a href='\\other.test\c?a=\b'>B</a>", engine)
    assert [link.target.partition("://")[2].partition("/")[2] for link in document.links] == ["p/12", r"c?a=\b"]


@ENGINES
def test_a_refresh_for_browsers_without_scripts_sends_nobody_on(engine: Engine) -> None:
    page = "<head><noscript><meta http-equiv=refresh content='0; url=/nojs'></noscript></head><p>Winkel</p>"
    assert not read(page, engine).refresh


@ENGINES
def test_a_link_stands_in_its_block(engine: Engine) -> None:
    document = read(
        "<p>een <a href=/a>A</a> twee</p><ul><li><a href=/b><i></i></a> drie<li><a href=/c><div>C</div></a></ul>", engine
    )
    assert [document.blocks[link.block].text for link in document.links] == ["een A twee", "drie", "C"]


@ENGINES
def test_the_head_is_read(engine: Engine) -> None:
    document = read_case("elements.html", engine)
    assert (document.language, document.title, document.h1) == ("nl-NL", "De winkel", "Contact")
    assert (document.base_url, document.refresh) == ("https://www.bench.test/nl/", "https://www.bench.test/nieuw")
    assert ("description", "Winkel") in document.meta
    assert document.structured == ['{"@type": "Store"}']
    assert document.microdata


@ENGINES
def test_what_may_carry_a_value_is_kept(engine: Engine) -> None:
    document = read_case("elements.html", engine)
    assert {(one.name, one.value) for one in document.attributes} == {
        ("data-cfemail", "5d2a3433"),
        ("title", "Bel 010 555 01 90"),
        ("href", "javascript:linkTo_UnCryptMailto('nbjmup;xjolfm')"),
    }
    assert document.comments == ["Tel 010 555 01 90"]
    assert document.frames == ["https://chat.bench.test/w"]
    assert document.blocks[document.anchors["adres"]].text == "Adres"


@ENGINES
def test_forms_have_fields_with_labels(engine: Engine) -> None:
    search, contact = read_case("elements.html", engine).forms
    assert [(one.tag, one.name, one.label) for one in search.fields] == [("input", "q", "Zoeken"), ("button", "", "")]
    assert search.text == "Zoeken\nZoek"
    assert (contact.method, search.method, search.action) == ("post", "get", "https://www.bench.test/zoek")
    assert [(one.tag, one.label, one.value) for one in contact.fields] == [
        ("input", "E-mail", ""),
        ("textarea", "", ""),
        ("select", "", "Vraag | Klacht"),
    ]


@ENGINES
def test_menus_that_open_by_hovering_lead_on(engine: Engine) -> None:
    document = read(
        "<nav><ul><li>Service<ul class=sub-menu style='display:none'><li><a href=/contact>Contact</a></ul></ul></nav>", engine
    )
    assert [(link.visible, link.closed) for link in document.links] == [(True, False)]


@ENGINES
def test_links_in_hidden_parts_are_not_seen(engine: Engine) -> None:
    document = read("<div hidden><a href=/a>A</a></div><a href=/b style='display:none'>B</a><a href=/c>C</a>", engine)
    assert [(link.target[-1], link.visible) for link in document.links] == [("a", False), ("b", False), ("c", True)]


@ENGINES
def test_a_class_means_the_same_wherever_it_was_met_first(engine: Engine) -> None:
    inside = "<div hidden><p class=d-none>a</p></div><header><div class=footer-top>b</div></header>"
    document = read(f"{inside}<p class=d-none>c</p><div class=footer-top>d</div>", engine)
    assert [block.place.value for block in document.blocks] == ["hidden", "header", "hidden", "footer"]


def test_a_selector_finds_its_block_again() -> None:
    document = read("<div><p>a</p><p>b</p><div id=x><p>c<span hidden>d</span></p></div></div>")
    assert [document.selector(block.number) for block in document.blocks] == [
        "html > body > div:nth-of-type(1) > p:nth-of-type(1)",
        "html > body > div:nth-of-type(1) > p:nth-of-type(2)",
        "div#x > p:nth-of-type(1)",
        "div#x > p:nth-of-type(1) > span:nth-of-type(1)",
    ]
    assert document.selector(99) == ""


@pytest.mark.parametrize(
    ("body", "content_type", "charset"),
    [
        ("\ufeffMüller".encode(), "text/html", "utf-8"),
        ("Müller".encode("utf-16"), "text/html", "utf-16"),
        ("Müller".encode(), "text/html; charset=iso-8859-1", "utf-8"),
        ("Müller".encode("latin-1"), "text/html; charset=utf-8", "windows-1252"),
        ("Müller €".encode("iso-8859-15"), "text/html; charset=iso-8859-15", "iso8859-15"),
        (b'<meta charset="windows-1250">' + "Müller š".encode("cp1250"), "text/html", "cp1250"),
        ("Müller €".encode("cp1252"), "text/html; charset=nonsense", "windows-1252"),
        ("Müller".encode("latin-1"), "text/html; charset=zlib_codec", "windows-1252"),
    ],
)
def test_the_character_set_is_the_one_that_fits(body: bytes, content_type: str, charset: str) -> None:
    document = read(b"<p>" + body if not body.startswith((b"\xef", b"\xff")) else body, content_type=content_type)
    assert "Müller" in document.text()
    assert document.charset == charset


def test_kinds_of_body_are_told_by_bytes_and_header() -> None:
    assert is_html(capture(b"<!DOCTYPE html><p>", ""))
    assert is_html(capture(b"tekst", "text/html; charset=utf-8"))
    assert not is_html(capture(b'{"a": 1}', "application/json"))
    assert is_pdf(capture(b"%PDF-1.7 ...", "text/html"))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=600))
def test_random_bytes_never_raise(body: bytes) -> None:
    for engine in (Engine.FAST, Engine.TOLERANT):
        document = read(body, engine)
        assert all(0 <= link.block <= len(document.blocks) for link in document.links)


PIECES = st.sampled_from(
    """<p> </p> <div hidden> </div> <a href=/x> </a> <table> <tr> <td> </table> <h1> </h1> <form> </form> <span style=display:none>
    </span> <br> <template> </template> <details> <summary> </details> <!-- --> <script> </script> tekst <select> <option> </body>
    <button> <label for=a> </label> <img alt=i> <li> <ul> <svg> <noscript> </noscript> <input value=z> <dl> <dt> <dd> <b>
    </b>""".split(),  # noqa: SIM905 - markup is read best in lines
)


@settings(max_examples=200, deadline=None)
@example(["<script>", "<script>", "<!--"])
@given(st.lists(PIECES, max_size=40))
def test_any_markup_is_read_with_blocks_numbered_in_order(pieces: list[str]) -> None:
    for engine in (Engine.FAST, Engine.TOLERANT):
        document = read(" ".join(pieces), engine)
        assert [block.number for block in document.blocks] == list(range(len(document.blocks)))
        assert all(block.text for block in document.blocks)
        assert not any(problem.startswith("parser") for problem in document.problems)


@pytest.mark.parametrize(
    "tag",
    [
        "".join(f'a{n}="1"' for n in range(5_000)),
        'x=y=" z=">" ' + " ".join(f"a{n}" for n in range(5_000)),
        " ".join(f"a{n}=' >'" for n in range(5_000)),
        " ".join(f'a{n} = "<b>"' for n in range(5_000)),
    ],
    ids=["no space between", "a quote in a value without quotes", "an end in each value", "a tag in each value"],
)
def test_an_element_with_too_many_attributes_is_cut(tag: str) -> None:
    body, problems = guarded(f"<html><body><p {tag}>Bel ons</p></body></html>".encode())

    assert problems == ("too-many-attributes",)
    assert len(body) < 6_000
    assert body.endswith(b">Bel ons</p></body></html>")
