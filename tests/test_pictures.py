"""Pictures of evidence: the frame is around the value, they are kept with the page, and the shop's page shows them."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from crawler.browser.image_text import reader_there
from crawler.browser.marked import marked_view
from crawler.browser.pictures import MOST, Pictures
from crawler.document import parse
from crawler.evidence.read import pictures
from crawler.evidence.rendered import keep_rendering
from crawler.evidence.warc import ShopRecord
from crawler.model.page import Page
from crawler.model.placement import PlaceClass, Placement
from crawler.model.reason import Reason
from crawler.model.rendering import DESKTOP, Rendering, View
from crawler.model.sighting import IMAGE_TEXT, Channel
from crawler.visiting.views import Seen, read_views
from reports.norms.norms import norms
from reports.outputs.album import MOST_WINDOWS
from reports.outputs.html import write
from reports.outputs.summary import RunFacts
from reports.verdict import judge
from tests.browsing import Browsing, browsing
from tests.handmade import street
from tests.pictured import AT, CROP, with_pictures

pytestmark = pytest.mark.xdist_group("browser")

GREEN = (0, 200, 80)
SHOWN = """<!doctype html><html lang=nl><title>Contact</title><style>body { margin: 40px; background: #fff }
b { font: 20px sans-serif; color: #222; background: rgb(0 200 80) } div { height: 2000px }</style>
<main><h1>Contact</h1><p>Telefoon: <b>010 555 0142</b></p><div></div>
<p>E-mail: <b>vraag@shop.example</b></p><p>Bellen naar Jansen Transport: 010 555 0177</p></main>"""
DRAWN = """<!doctype html><html lang=nl><title>Contact</title><main><h1>Contact</h1><p>Mail: vraag@shop.example</p><h2>Telefoon</h2>
<canvas id=c width=320 height=52></canvas></main><script>const c = document.getElementById('c').getContext('2d');
c.fillStyle = '#fff'; c.fillRect(0, 0, 320, 52);
c.font = '30px sans-serif'; c.fillStyle = '#111'; c.fillText('010 555 0142', 12, 36);</script>"""


@pytest.fixture(scope="module")
def here() -> Iterator[Browsing]:
    with browsing() as made:
        yield made


def pictured(here: Browsing, page: str) -> View:
    taken: list[View] = []

    async def take(tab: Any) -> None:
        view = View(viewport=DESKTOP, html=await marked_view(tab.session, DESKTOP))
        taken.append(await Pictures(tab.session, here.shop, contact_page=True).of(view, tab.page.url, window=True))

    here.look(page, path="/contact", then=take)
    return taken[0]


def bounds(picture: Image.Image, colour: tuple[int, int, int]) -> tuple[int, int, int, int]:
    """The box around all that has a colour, or nearly."""
    apart = ImageChops.difference(picture, Image.new("RGB", picture.size, colour))
    both = apart.convert("L").point([255 * (value < 30) for value in range(256)])
    found = both.getbbox()
    assert found is not None
    return found


def test_a_frame_is_drawn_around_each_value_also_far_below_the_window(here: Browsing) -> None:
    view = pictured(here, SHOWN)
    assert [(crop.channel, crop.value[-12:]) for crop in view.crops[:2]] == [("phone", "+31105550142"), ("email", "shop.example")]
    assert len(view.crops) <= MOST
    for crop in view.crops[:2]:
        with Image.open(BytesIO(crop.body)) as opened:
            assert opened.format == "WEBP"
            picture = opened.convert("RGB")
        inner, outer = bounds(picture, GREEN), bounds(picture, (209, 0, 98))
        gaps = [inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3]]
        assert all(2 <= gap <= 12 for gap in gaps), (crop.value, gaps)
    with Image.open(BytesIO(view.picture)) as window:
        assert (window.format, window.size) == ("JPEG", (640, 400))


def test_the_frame_is_around_the_value_and_not_around_the_text_that_it_stands_in(here: Browsing) -> None:
    terms = "Klachten worden binnen vijf dagen in behandeling genomen. " * 6
    page = SHOWN.replace("Telefoon: <b>010 555 0142</b>", f"{terms} Bel 010 555 0142 op werkdagen. {terms}", 1)
    (crop,) = (crop for crop in pictured(here, page).crops if crop.value.endswith("0142"))
    with Image.open(BytesIO(crop.body)) as opened:
        frame = bounds(opened.convert("RGB"), (209, 0, 98))
    assert 80 <= frame[2] - frame[0] <= 140
    assert 20 <= frame[3] - frame[1] <= 45


def kept(view: View, here: Browsing, folder: Path) -> tuple[Seen, Path]:
    """The views of the page read, and its evidence."""
    url = here.url("/contact")
    record = ShopRecord(folder, "shop.example", 2)
    rendering = Rendering(url=url, final_url=url, status=200, views=(view,))
    capture, rendered = keep_rendering(record, rendering, (), AT)
    page = Page(id=4, url=url, final_url=url, status=200)
    seen = read_views(page, here.shop, [capture], [parse(capture)], rendered)
    return seen, folder / record.finish()


def test_a_look_names_the_picture_that_shows_its_value(here: Browsing, tmp_path: Path) -> None:
    seen, path = kept(pictured(here, SHOWN), here, tmp_path)
    there = {str(item.offset): item for item in pictures(path)}
    looks = [(seen.sightings[look.sighting], look.picture) for look in seen.looks if look.picture]
    named = {(item.channel, item.value): there[picture] for item, picture in looks}
    assert ("phone", "+31105550142") in named
    assert all((shot.channel, shot.value, shot.kind) == (*key, "image/webp") for key, shot in named.items())
    assert [item.kind for item in there.values() if not item.crop] == ["image/jpeg"]
    assert {item.url for item in there.values()} == {here.url("/contact")}


@pytest.mark.skipif(not reader_there(), reason="no tesseract; see `bereikbaar doctor`")
def test_a_number_read_in_a_picture_is_a_hint_and_never_counts(here: Browsing, tmp_path: Path) -> None:
    seen, _ = kept(pictured(here, DRAWN), here, tmp_path)
    number, read = next((number, item) for number, item in enumerate(seen.sightings) if item.technique == IMAGE_TEXT)
    assert (read.channel, read.value) == (Channel.PHONE, "+31105550142")
    assert (read.pictured, read.for_customers, read.confidence < 0.5) == (True, False, True)
    assert [look.picture != "" for look in seen.looks if look.sighting == number] == [True]


def test_a_canvas_is_pictured_for_a_person_where_nothing_reads_it(
    here: Browsing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    view = pictured(here, DRAWN)
    assert [(crop.channel, crop.value, crop.text) for crop in view.crops if not crop.value] == [("phone", "", "")]
    assert kept(view, here, tmp_path)[0].wordless


def placed_nowhere(placement: Placement, reason: Reason) -> Placement:
    return replace(placement, place_class=PlaceClass.UNDETERMINED, settled=False, reason=reason)


def test_the_page_of_a_shop_shows_the_way_to_a_value_in_pictures(tmp_path: Path) -> None:
    dossier = with_pictures(street()[1].dossier, tmp_path / "evidence")
    write([judge(dossier, norms())], tmp_path / "report", RunFacts("winkels.csv", "0.1.0", tmp_path / "evidence"))
    (page,) = (tmp_path / "report" / "shops").glob("*.html")
    html = page.read_text(encoding="utf-8")
    assert html.count("<img ") >= 2
    assert html.count("<img ") == html.count('alt="')
    shown = {tmp_path / "report" / part.split('"')[0].removeprefix("../") for part in html.split('<img src="')[1:]}
    assert shown == set((tmp_path / "report" / "pictures").glob("*/*"))
    sizes = set()
    for path in shown:
        with Image.open(path) as picture:
            sizes.add(picture.size)
    assert CROP in sizes


def test_what_a_person_has_to_look_at_is_shown_and_at_most_six_windows(tmp_path: Path) -> None:
    dossier = with_pictures(street()[1].dossier, tmp_path / "evidence")
    assert dossier.visit is not None
    open_ = tuple(placed_nowhere(item, Reason.NEEDS_PERSON) for item in dossier.visit.placements)
    dossier = replace(dossier, visit=replace(dossier.visit, placements=open_))
    write([judge(dossier, norms())], tmp_path / "report", RunFacts("winkels.csv", "0.1.0", tmp_path / "evidence"))
    (page,) = (tmp_path / "report" / "shops").glob("*.html")
    html = page.read_text(encoding="utf-8")
    assert html.count('class="wordless"') == 2
    assert 0 < html.partition('class="windows"')[2].partition("</ul>")[0].count("<img ") <= MOST_WINDOWS


def test_a_visit_whose_evidence_is_gone_has_a_page_without_pictures(tmp_path: Path) -> None:
    dossier = with_pictures(street()[1].dossier, tmp_path / "evidence")
    write([judge(dossier, norms())], tmp_path / "report", RunFacts("winkels.csv", "0.1.0", tmp_path / "elsewhere"))
    (page,) = (tmp_path / "report" / "shops").glob("*.html")
    assert "<img " not in page.read_text(encoding="utf-8")
    assert not (tmp_path / "report" / "pictures").exists()
