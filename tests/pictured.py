"""Visits with pictures among their evidence, for tests."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

from PIL import Image

from crawler.evidence.rendered import keep_rendering
from crawler.evidence.warc import ShopRecord
from crawler.model.dossier import Dossier
from crawler.model.look import Look
from crawler.model.rendering import DESKTOP, Crop, Kept, Rendering, View

AT = "2026-11-22T00:00:00Z"
WINDOW, CROP = (640, 400), (380, 190)


def picture(kind: str, size: tuple[int, int]) -> bytes:
    """A picture of one colour."""
    out = BytesIO()
    Image.new("RGB", size, (240, 250, 240)).save(out, kind)
    return out.getvalue()


def with_pictures(dossier: Dossier, evidence: Path) -> Dossier:
    """The same visit, each page of it pictured, and each value on it; the first page has a picture without words as well."""
    visit = dossier.visit
    assert visit is not None
    record, looks = ShopRecord(evidence, visit.shop.id, 2), []
    for page in visit.pages:
        there = [(number, item) for number, item in enumerate(visit.sightings) if item.page_id == page.id and item.value]
        crops = [Crop(item.channel, item.value, picture("WEBP", CROP)) for _, item in there]
        if page.id == 0:
            crops.append(Crop("", "", picture("WEBP", CROP), "0543 555"))
        view = View(viewport=DESKTOP, html=b"<html>", picture=picture("JPEG", WINDOW), crops=tuple(crops))
        rendering = Rendering(url=page.url, final_url=page.final_url, status=200, views=(view,))
        _, rendered = keep_rendering(record, rendering, (), AT)
        kept = {(one.channel, one.value): one for one in rendered.pictures}
        looks += [_look(page.id, number, kept[item.channel, item.value]) for number, item in there]
    return replace(dossier, visit=replace(visit, warc=record.finish(), rendered=len(visit.pages), looks=tuple(looks)))


def _look(page_id: int, number: int, kept: Kept) -> Look:
    return Look(page_id=page_id, sighting=number, viewport=DESKTOP, box=(8, 8, 90, 17), visible=True, picture=str(kept.offset))
