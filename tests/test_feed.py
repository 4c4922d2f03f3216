"""The feed of two runs is one that readers take, tells each shop whose finding changed, and gives no shop a second id."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree

from crawler.model.placement import PlaceClass
from reports.comparison import Outcome, Pair, outcome
from reports.outputs import compare_page
from reports.outputs.compare_view import Side
from reports.outputs.feed import CHANGED, FILE, NAMESPACE
from reports.texts.languages import languages
from reports.texts.texts import texts
from tests.handmade import placed, shop
from tests.test_comparison import year_before

DAYS = ("2026-11-20T09:59:00Z", "2026-11-20T10:01:00Z")
NASTY = "A & B <script>alert(1)</script> ]]> \x1b[2J \u202e \ufffe \x00 \"'"
ONCE = ("id", "title", "updated")
TAG_URI = re.compile(r"tag:[a-z0-9.-]+,[0-9]{4}(?:-[0-9]{2}){0,2}:[A-Za-z0-9._~!$&'()*+,;=:@/?%-]+")
"""RFC 4151, section 2.1."""
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


def written(folder: Path, pairs: tuple[Pair, ...], language: str = "en", *, days: tuple[str, str] | None = DAYS) -> Path:
    """The feed of a comparison."""
    side = Side(folder / "after", f"winkels {NASTY}.csv", len(pairs), len(pairs), days, {})
    compare_page.write(pairs, folder, compare_page.Sides(side, side, "0.1.0"), [texts(language)])
    return folder / FILE


def read(path: Path) -> Any:
    """A feed as readers of feeds see it."""
    told = feedparser.parse(path.read_bytes())
    assert not told.bozo, told.get("bozo_exception")
    assert told.version == "atom10"
    return told


def check(path: Path) -> None:
    """What RFC 4287 demands of a feed and its entries."""
    root = etree.parse(path).getroot()
    assert root.tag == f"{{{NAMESPACE}}}feed"
    for node in (root, *root.findall(f"{{{NAMESPACE}}}entry")):
        for name in ONCE:
            (one,) = node.findall(f"{{{NAMESPACE}}}{name}")
            assert one.text
            assert one.text.strip()
        assert TAG_URI.fullmatch(node.findtext(f"{{{NAMESPACE}}}id"))
        assert MOMENT.fullmatch(node.findtext(f"{{{NAMESPACE}}}updated"))
    assert root.findtext(f"{{{NAMESPACE}}}author/{{{NAMESPACE}}}name")
    entries = root.findall(f"{{{NAMESPACE}}}entry")
    assert all(entry.findtext(f"{{{NAMESPACE}}}content") for entry in entries)
    ids = [node.findtext(f"{{{NAMESPACE}}}id") for node in (root, *entries)]
    assert len(set(ids)) == len(ids)


def test_each_shop_whose_finding_changed_is_told_and_no_other(tmp_path: Path) -> None:
    path = written(tmp_path, year_before())
    check(path)
    changed = [pair.latest.dossier.shop for pair in year_before() if outcome(pair) in CHANGED]
    assert len(changed) > 2
    assert [entry.title.partition(":")[0] for entry in read(path).entries] == [item.name for item in changed if item]
    assert {outcome(pair) for pair in year_before()} > CHANGED


def test_an_entry_says_what_was_and_what_is_and_that_nobody_checked_a_negative(tmp_path: Path) -> None:
    told = {entry.title: entry.content[0].value for entry in read(written(tmp_path, year_before())).entries}
    assert told["Winkel 3: Worse on a channel"] == (
        "Phone: Fixed. Before: Not found; now: Contact page. "
        "E-mail: Worse. Before: Contact page; now: Terms or other legal text. (suspected, not checked by a person)"
    )


def test_the_same_change_keeps_its_id_and_a_later_one_gets_another(tmp_path: Path) -> None:
    def ids(name: str, pairs: tuple[Pair, ...], language: str) -> list[str]:
        (tmp_path / name).mkdir()
        return [entry.id for entry in read(written(tmp_path / name, pairs, language)).entries]

    once = ids("once", year_before(), "en")
    assert ids("again", year_before()[::-1], "nl") == once[::-1]
    visit = (pair := year_before()[0]).latest.dossier.visit
    assert visit
    later = replace(pair.latest, dossier=replace(pair.latest.dossier, visit=replace(visit, started_at="2027-01-02T00:00:00Z")))
    assert ids("later", (Pair(pair.before, later),), "en")[0] not in once


@pytest.mark.parametrize("language", languages())
def test_names_that_act_are_only_names_in_every_language(language: str, tmp_path: Path) -> None:
    named = shop(1, name=NASTY)
    before = verdict_of(named, PlaceClass.HOME)
    after = verdict_of(named, PlaceClass.ABSENT)
    assert outcome(Pair(before, after)) is Outcome.WORSE
    path = written(tmp_path, (Pair(before, after),), language)
    check(path)
    told = read(path)
    assert told.feed.language == language
    assert "<script>" not in path.read_text(encoding="utf-8")
    (entry,) = told.entries
    assert "A & B" in re.sub("&lt;", "<", entry.title)
    assert texts(language).plain("page.draft") == told.feed.subtitle


def verdict_of(named: Any, phone: PlaceClass) -> Any:
    made = placed(1, phone, PlaceClass.HOME, (0, 0))
    assert made.dossier.visit
    row = replace(made.dossier.row, shop=named)
    return replace(made, dossier=replace(made.dossier, row=row, visit=replace(made.dossier.visit, shop=named)))


def test_a_comparison_without_a_change_has_a_feed_without_entries(tmp_path: Path) -> None:
    path = written(tmp_path, (), days=None)
    root = etree.parse(path).getroot()
    assert root.findall(f"{{{NAMESPACE}}}entry") == []
    check(path)
