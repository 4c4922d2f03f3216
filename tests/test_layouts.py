"""Labels and values in the layouts of pages: the phone is for service, the fax a fax, the address whole: `cases/layouts.toml`."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from crawler.model.sighting import Channel, Use
from crawler.reading import read
from tests.test_elements import case_of, scene_parts

TABLE = tomllib.loads((Path(__file__).parent / "cases" / "layouts.toml").read_text(encoding="utf-8"))
MAIL = "info@lampenzaak.example"
ORDERS = ("PFM", "MFP", "F")
"""In which order phone, fax and mail stand, and which of them do."""


def page_of(layout: Mapping[str, str], pairs: list[tuple[str, str]]) -> str:
    """The labels and values as a layout sets them."""
    join = layout.get("join", "")
    if "pair" in layout:
        filled = (layout["pair"].replace("{label}", label).replace("{value}", value) for label, value in pairs)
        return layout.get("around", "{}").replace("{}", join.join(filled))
    labels = join.join(layout["labels"].replace("{label}", label) for label, _ in pairs)
    values = join.join(layout["values"].replace("{value}", value) for _, value in pairs)
    return layout["around"].replace("{labels}", labels).replace("{values}", values)


def uses(inside: str, country: Mapping[str, Any]) -> set[tuple[str, bool]]:
    """The values of a page, each with whether it is a fax."""
    root = f'<html lang="{country["language"]}" data-country="{country["country"]}" data-url="https://lampenzaak.example/contact">'
    case = case_of(f"<!doctype html>{root}<body><h1>Contact</h1>{inside}</body></html>")
    found = (item for item in read(*scene_parts(case)).sightings if item.channel in (Channel.PHONE, Channel.EMAIL))
    return {(item.value, item.use is Use.FAX) for item in found}


@pytest.mark.parametrize("layout", TABLE["layout"], ids=lambda layout: layout["name"])
def test_every_value_has_its_own_label(layout: Mapping[str, str]) -> None:
    wrong = []
    for country in TABLE["country"]:
        values = {"P": country["phone"], "F": country["fax"], "M": (MAIL, MAIL)}
        for words in country["words"]:
            told = dict(zip("PFM", words, strict=True))
            for order in ORDERS:
                page = page_of(layout, [(told[kind], values[kind][0]) for kind in order])
                wanted = {(values[kind][1], kind == "F") for kind in order}
                if (found := uses(page, country)) != wanted:
                    wrong.append((page, found))
    assert wrong == []
