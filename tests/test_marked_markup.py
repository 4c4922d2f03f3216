"""Marked HTML without a browser: what is written parses to what was meant, and odd snapshots do no harm."""

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from crawler.browser import markup
from crawler.browser.colours import Colour, colour, contrast
from crawler.browser.marked import marked, marked_view
from crawler.browser.snapshot import Box
from crawler.browser.style import clipped, style_of
from crawler.model.rendering import DESKTOP
from tests.rendered import shown


def test_a_view_is_taken_through_an_asynchronous_session_too() -> None:
    class Session:
        async def send(self, method: str, params: dict[str, Any] | None = None) -> Any:
            assert (method, (params or {})["includePaintOrder"]) == ("DOMSnapshot.captureSnapshot", True)
            return EMPTY

    taken = asyncio.run(marked_view(Session(), DESKTOP, "Toon nummer"))
    assert taken == marked(EMPTY, DESKTOP, "Toon nummer")
    assert shown(taken).root("opened") == "Toon nummer"


EMPTY = {
    "strings": ["https://winkel.example/", "#document"],
    "documents": [
        {
            "documentURL": 0,
            "baseURL": 0,
            "nodes": {
                "parentIndex": [-1],
                "nodeType": [9],
                "nodeName": [1],
                "nodeValue": [-1],
                "attributes": [[]],
                "contentDocumentIndex": {"index": [], "value": []},
            },
            "layout": {"nodeIndex": []},
            "textBoxes": {"layoutIndex": [], "start": [], "bounds": []},
        }
    ],
}


@given(st.text())
def test_any_text_comes_back_from_a_parser(written: str) -> None:
    parsed = LexborHTMLParser(f"<p>{markup.text(written)}</p>".encode("utf-8", "replace")).css_first("p")
    kept = "".join(
        sign for sign in written.replace("\r", "\n") if sign in "\n\t\f" or (sign >= " " and sign not in "\x7f\ufffe\uffff")
    )
    assert parsed is not None
    assert parsed.text() == kept.encode("utf-8", "replace").decode()


@given(st.text(), st.sampled_from(["title", "href", "data-x"]))
def test_any_attribute_comes_back_from_a_parser(written: str, name: str) -> None:
    parsed = LexborHTMLParser(f"<p{markup.attributes([(name, written)])}>x</p>".encode("utf-8", "replace")).css_first("p")
    assert parsed is not None
    assert parsed.text() == "x"
    assert list(parsed.attributes) == [name]


@given(st.text(alphabet="<>!-/scriptSCRIPT \0"))
def test_no_script_and_no_comment_ends_before_its_end(written: str) -> None:
    html = f"<div><script>{markup.script(written)}</script>{markup.comment(written)}<p>x</p></div>"
    assert [node.tag for node in LexborHTMLParser(html).css("div > *")] == ["script", "p"]


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("inset(50%)", Box(50, 20, 50, 20)),
        ("inset(10% 0px)", Box(0, 4, 100, 36)),
        ("inset(1px 2px 3px)", Box(2, 1, 98, 37)),
        ("inset(1px 2px 3px 4px round 5px)", Box(4, 1, 98, 37)),
        ("circle(0px at 50% 50%)", Box(0, 0, 0, 0)),
        ("circle(50% at 50% 50%)", Box(0, 0, 100, 40)),
        ("polygon(0px 0px, 0px 0px, 0px 0px)", Box(0, 0, 0, 0)),
        ("polygon(0px 0px, 100% 0px, 100% 100%)", Box(0, 0, 100, 40)),
        ('url("#x")', Box(0, 0, 100, 40)),
        ("inset()", Box(0, 0, 100, 40)),
    ],
)
def test_a_shape_leaves_of_a_box_what_it_shows(written: str, left: Box) -> None:
    style = style_of(["block", "visible", "1", "static", "visible", "visible", "auto", written, *[""] * 19])
    assert clipped(style, Box(0, 0, 100, 40)) == left


def test_colours_that_are_not_known_have_no_contrast() -> None:
    assert contrast(colour("lab(50 20 10)"), Colour(0, 0, 0)) == 0
    assert colour("") is None
