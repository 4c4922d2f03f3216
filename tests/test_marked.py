"""Pages in a real browser: each way of not being seen, its look-alikes that are, and texts that no HTML holds."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from crawler.browser.find import find_browser
from crawler.browser.flags import flags
from crawler.document import parse
from crawler.model.capture import Via
from tests.loopback import Reply, serve
from tests.rendered import CASES, Shown, capture_of, look_at, shown

pytestmark = pytest.mark.xdist_group("browser")

NAMES = sorted(path.stem for path in CASES.glob("*.html"))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Give a browser started as shops are looked at; skip where the machine has none."""
    found = find_browser()
    if found is None:
        pytest.skip("no Chromium or Chrome was found; see `bereikbaar doctor`")
    driver = subprocess.run([sys.executable, "-m", "playwright", "--version"], capture_output=True, text=True, check=False)
    if "shared libraries" in driver.stderr:
        pytest.skip(f"Playwright's driver lacks a library of the system: {driver.stderr.strip()}")
    options = [flag for flag in flags(pictures=True) if not flag.startswith("--host-resolver-rules")]
    with sync_playwright() as playwright:
        options += ["--no-sandbox"] if os.geteuid() == 0 else []
        started = playwright.chromium.launch(executable_path=found.program, args=options)
        try:
            yield started
        finally:
            started.close()


@pytest.fixture(scope="module")
def views(chromium: Browser) -> Any:
    """Give the view of a case, taken once."""

    @cache
    def view(name: str, *, phone: bool = False) -> Shown:
        return shown(look_at(chromium, (CASES / f"{name}.html").as_uri(), phone=phone))

    return view


@pytest.mark.parametrize("name", NAMES)
def test_each_text_is_seen_or_not_as_its_case_says(views: Any, name: str) -> None:
    view = views(name)
    for text, expected in view.expected("data-expect"):
        if not text.strip():
            continue
        assert view.blocks(text) <= {expected, *_either(expected)}, text
        assert view.blocks(text), text


@pytest.mark.parametrize("name", NAMES)
def test_each_text_is_written_as_it_is_read(views: Any, name: str) -> None:
    view = views(name)
    lines = {line.strip() for block in view.document.blocks if block.visible for line in block.text.split("\n")}
    for node in view.tree.css("[data-text]"):
        for line in (node.attributes["data-text"] or "").split("|"):
            assert line in lines, line


def test_a_text_is_seen_in_one_window_and_not_in_another(views: Any) -> None:
    phone = views("only-on-a-phone", phone=True)
    for text, expected in phone.expected("data-phone"):
        assert phone.blocks(text) == {expected}, text
    assert phone.root("view") == "390x844"
    assert views("only-on-a-phone").root("view") == "1280x800"


def _either(expected: str) -> tuple[str, ...]:
    """Two reasons where either is right: `off-screen clipped`."""
    return tuple(reason for reason in ("off-screen", "clipped") if reason in expected)


def test_a_long_text_is_cut_where_its_lines_are(views: Any) -> None:
    view = views("a-line-of-a-long-text-is-cut-off")
    assert view.blocks("020-1000001") == {"clipped"}
    assert view.blocks("Wij zijn er van negen tot vijf voor") == {"seen"}
    assert view.blocks("020-1000002") == {"seen"}


@pytest.mark.parametrize(
    ("name", "wall"),
    [
        ("a-wall-for-cookies", "Cookies? Lees eerst dit. Weigeren"),
        ("an-opaque-wall-for-age", "Bent u achttien?"),
        ("a-window-that-lets-clicks-through-is-no-wall", ""),
        ("an-app-in-a-fixed-box-is-no-wall", ""),
        ("covered", ""),
        ("off-screen", ""),
    ],
)
def test_a_wall_before_the_whole_window_is_told_with_its_words(views: Any, name: str, wall: str) -> None:
    assert views(name).root("wall") == wall


def test_links_without_text_are_seen_where_something_of_them_is(views: Any) -> None:
    seen = {link.target: link.visible for link in views("links-without-text").document.links}
    assert [seen[f"tel:+3120100000{number}"] for number in range(1, 7)] == [True, False, True, False, True, False]
    assert seen["mailto:info@winkel.example"]


def test_links_drawn_on_a_picture_are_seen_where_the_picture_is(views: Any) -> None:
    links = views("links-drawn-on-pictures").document.links
    assert [(link.target[-1], link.visible) for link in links] == [(str(one), one in {1, 2, 5}) for one in range(1, 6)]


def test_what_fields_hold_is_read_and_what_they_ask_for_is_not(views: Any) -> None:
    text = views("fields").document.text()
    assert re.findall(r"020-\d+|\S+@\S+", text) == ["020-1000008", "info@winkel.example", "020-1000006", "020-1000007"]


def test_texts_and_links_of_drawings_are_read(views: Any) -> None:
    view = views("drawings")
    assert re.findall(r"020-\d+", view.document.text()) == ["020-1000001", "020-1000002", "020-1000003"]
    assert [link.target for link in view.document.links] == ["tel:+31201000002"]


def test_what_is_only_for_paper_or_for_browsers_without_scripts_is_not_seen(views: Any) -> None:
    assert re.findall(r"020-\d+", views("other-media").document.text()) == ["020-1000002"]


def test_shadow_roots_stand_in_their_hosts_and_slots_are_filled(views: Any) -> None:
    view = views("shadow-roots")
    assert [node.attributes["bereikbaar-shadow"] for node in view.tree.css("[bereikbaar-shadow]")] == [
        "open",
        "closed",
        "closed",
        "open",
        "closed",
    ]
    numbers = re.findall(r"020-\d+", view.document.text())
    assert numbers == ["020-1000002", "020-1000004", "020-1000005", "020-1000007"]


def test_nothing_that_scripts_build_tears_a_page_apart(views: Any) -> None:
    view = views("trees-that-only-scripts-build")
    numbers = [int(number) for number in re.findall(r"020-10000(\d\d)", view.document.text())]
    assert numbers == [2, 15, 16, 24, 28, 29]
    assert view.one("main").attributes.get("bereikbaar-unseen") is None


def test_a_look_tells_box_size_contrast_and_fold(chromium: Browser) -> None:
    view = shown(look_at(chromium, (CASES / "looks.html").as_uri()))
    looks = {node.attributes["id"]: node.attributes["bereikbaar-look"].split() for node in view.tree.css("[id][bereikbaar-look]")}
    assert looks["grey"][4:] == ["20", "4.48", "1"]
    assert [float(number) for number in looks["placed"][:2]] == [100, 700]
    assert looks["placed"][6] == "1"
    assert [float(looks["below"][1]), looks["below"][6]] == [900, "0"]
    assert looks["pictured"][5] == "?"
    assert [float(looks["framed"][0]), float(looks["framed"][1])] == [315, 225]


INNER = b"<!doctype html><p id=inner>Bel 020-1000002 <a href='/contact'>Contact</a></p><script>var geheim = '020-1000003'</script>"


def frames(outer: str, inner: str) -> dict[str, Reply]:
    frame = f"<iframe src='{inner}/inner' width=400 height=100></iframe>"
    body = f"<!doctype html><title>x</title><p>Bel 020-1000001</p>{frame}<div style='visibility: hidden'>{frame}</div>"
    return {"/": Reply(body=body.encode()), "/inner": Reply(body=INNER), "/outer": Reply(body=outer.encode())}


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_frames_of_the_same_and_of_another_origin_are_read_in_their_place(chromium: Browser, host: str) -> None:
    answers: dict[str, Reply] = {}
    with serve(answers) as server:
        inner = f"http://{host}:{server.port}"
        answers |= frames("", inner)
        view = shown(look_at(chromium, f"http://127.0.0.1:{server.port}/"))
    assert [node.attributes["bereikbaar-frame"] for node in view.tree.css("[bereikbaar-frame]")] == [f"{inner}/inner"] * 2
    assert view.blocks("020-1000002") == {"seen", "visibility:hidden"}
    assert f"{inner}/contact" in [link.target for link in view.document.links]
    assert (b"geheim" in view.html) == (host == "127.0.0.1")


def test_a_page_from_the_wire_is_not_believed_when_it_brings_marks_along(views: Any) -> None:
    html = views("display-none").html
    assert "020-1000001" not in parse(capture_of(html)).text()
    assert "020-1000001" in parse(capture_of(html, Via.HTTP)).text()
