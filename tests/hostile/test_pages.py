"""Pages made to keep a parser busy are read in bounded time, and say what was cut."""

import time

import pytest

from crawler.document import Engine, parse
from crawler.model.capture import Capture

SECONDS = 20
"""CPU that no page may need; each of these took minutes, or for ever, in one of the parsers."""
MANY = 60_000
NAMES = [f"a{number}" for number in range(MANY)]
APART = [" ".join(NAMES[at : at + 150]) for at in range(0, MANY, 150)]
PAGES = {
    "attributes": f"<a {' '.join(NAMES)}>x</a>",
    "attributes with values": f"<a {' '.join(name + '=1' for name in NAMES)}>x</a>",
    "attributes with brackets in quotes": "<a " + "".join(name + '=">"' for name in NAMES) + ">x</a>",
    "attributes between long values": "<a " + "".join(f'{few} b="{"x" * 3_100}>" ' for few in APART) + ">x</a>",
    "attributes between wide gaps": "<a " + "".join(f'{few} b={" " * 3_100}">" ' for few in APART) + ">x</a>",
    "attributes parted by slashes": f"<a {'/'.join(NAMES)}>x</a>",
    "attributes after a loose quote": f"<a x=y' {' '.join(NAMES)}>x</a>",
    "nesting": "<div>" * 200_000,
    "nesting with false ends": "<div></x>" * 100_000,
    "links never closed": "<a href=/x>" * MANY,
    "links and boxes": "<a><div>" * MANY,
    "bold text never closed": "".join(f"<b id={number}>" for number in range(MANY)),
    "tables in tables": "<table><tr><td>" * MANY,
    "paragraphs never closed": "<p>x" * MANY,
    "cells never closed": "<table><tr>" + "<td>x" * MANY,
    "comments never closed": "<!--" * MANY,
    "style comments never closed": "<style>display:none" + "/*" * MANY,
    "style without rules": "<style>display:none" + "x" * 10 * MANY,
    "one long class": '<div class="' + "a " * 10 * MANY + '">x',
    "one long title": '<div title="' + "1 " * 10 * MANY + '">x',
    "brackets": "<" * 5 * MANY,
    "ampersands": "&" * 5 * MANY,
    "quotes": '<a "' * MANY,
    "zero bytes": "\0" * 10 * MANY,
    "hidden in hidden": "<span hidden>x" * MANY,
    "forms in forms": "<form><input name=a>" * MANY,
    "headings in headings": "<h1>a<h2>b" * MANY,
    "templates in templates": "<template>" * MANY,
    "drawings": "<svg><title>" * MANY,
    "options": "<select><option>" * MANY,
    "too long": "<p>x</p>" * 700_000,
}
CUT = {"attributes": "too-many-attributes", "nesting": "too-deep", "too long": "too-long", "one long class": None}


@pytest.mark.parametrize("engine", [Engine.FAST, Engine.TOLERANT])
@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_page_is_read_in_bounded_time(name: str, engine: Engine) -> None:
    url = "https://www.bench.test/"
    capture = Capture(
        url=url, final_url=url, status=200, headers=(), body=PAGES[name].encode(), sha256="", fetched_at="2026-01-01T00:00:00Z"
    )
    began = time.process_time()
    document = parse(capture, engine=engine)
    assert time.process_time() - began < SECONDS
    assert not any(problem.startswith("parser") for problem in document.problems)
    want = CUT.get(name)
    assert want is None or want in document.problems


def test_an_honest_page_is_not_cut() -> None:
    markup = "<ul>" + '<li class="a b c"><a href="/x" title="y" data-a="1" data-b="2">tekst<br></a></li>' * 3_000 + "</ul>"
    url = "https://www.bench.test/"
    capture = Capture(url=url, final_url=url, status=200, headers=(), body=markup.encode(), sha256="", fetched_at="")
    for engine in (Engine.FAST, Engine.TOLERANT):
        document = parse(capture, engine=engine)
        assert document.problems == ()
        assert len(document.blocks) == len(document.links) == 3_000
