"""The pictures of README and docs, taken of a run's report, so that they show what is seen now.

bereikbaar demo --browser auto --out RUN
python -m tests.docs_pictures RUN
"""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from crawler.browser.find import find_browser

DOCS = Path(__file__).resolve().parents[1] / "docs"
SHOP = "shops/kleine-letters.example.html"
"""A shop with one channel in its terms and the other on its contact page."""

WINDOWS = {
    "report": ("index.html", 1500, "light"),
    "report-dark": ("index.html", 1000, "dark"),
    "report-shop": (SHOP, 1300, "light"),
    "report-method": ("method.html", 1100, "light"),
}
TABLE = "#shops-caption"
PHONES = (
    ("index.html", "h1", "light"),
    ("index.html", TABLE, "light"),
    (SHOP, "h1", "light"),
    ("method.html", "h1", "dark"),
)
PAPER = (("index.html", 2), (SHOP, 1), ("method.html", 1))
BETWEEN, GREY, COLOURS = 20, (187, 187, 187), 256


def shot(browser: Browser, page: Path, size: tuple[int, int], *, scheme: str = "light", at: str = "h1") -> Image.Image:
    """A window of this size on a page, scrolled to an element unless it is the page's head."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)  # type: ignore[arg-type]
    try:
        tab = context.new_page()
        tab.goto(page.as_uri())
        if at != "h1":
            tab.locator(at).evaluate("found => found.scrollIntoView({behavior: 'instant'})")
        return Image.open(BytesIO(tab.screenshot())).convert("RGB")
    finally:
        context.close()


def sheets(browser: Browser, page: Path, many: int) -> Iterator[Image.Image]:
    """The first sheets of a page on paper."""
    tab = browser.new_page()
    tab.goto(page.as_uri())
    document = pypdfium2.PdfDocument(tab.pdf(format="A4", prefer_css_page_size=True))
    yield from (document[number].render(scale=1).to_pil().convert("RGB") for number in range(min(many, len(document))))
    tab.close()


def side_by_side(pictures: list[Image.Image]) -> Image.Image:
    """Several pictures in a row, with grey between them."""
    width = sum(picture.width + BETWEEN for picture in pictures) - BETWEEN
    row, left = Image.new("RGB", (width, max(picture.height for picture in pictures)), GREY), 0
    for picture in pictures:
        row.paste(picture, (left, 0))
        left += picture.width + BETWEEN
    return row


def pictures(browser: Browser, report: Path) -> Iterator[tuple[str, Image.Image]]:
    """Every picture of the report with its name."""
    for name, (page, height, scheme) in WINDOWS.items():
        yield name, shot(browser, report / page, (1280, height), scheme=scheme)
    phones = [shot(browser, report / page, (390, 844), scheme=scheme, at=at) for page, at, scheme in PHONES]
    yield "report-phone", side_by_side(phones)
    yield "report-print", side_by_side([sheet for page, many in PAPER for sheet in sheets(browser, report / page, many)])


def drawn(picture: Image.Image) -> Image.Image:
    """A picture with its commonest colours alone: surfaces keep theirs, and the file is a third."""
    many = picture.width * picture.height
    commonest = sorted(picture.getcolors(many) or (), reverse=True)[:COLOURS]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for _, colour in commonest for part in colour])  # type: ignore[union-attr]
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


def main(run: Path) -> None:
    """Take all pictures anew."""
    with sync_playwright() as playwright:
        found = find_browser()
        browser = playwright.chromium.launch(executable_path=found.program if found else None, chromium_sandbox=False)
        for name, picture in pictures(browser, run / "report"):
            drawn(picture).save(DOCS / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
