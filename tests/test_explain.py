"""`explain` tells why, and shop text never reaches the terminal as it is."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, Phase, given, settings

from bereikbaar.__main__ import main
from crawler.model.dossier import Dossier
from crawler.model.placement import PlaceClass
from crawler.model.second_opinion import SecondOpinion
from crawler.model.sighting import Channel
from crawler.model.visit import Visit
from reports.norms.norms import norms
from reports.outputs.account import account
from reports.texts.texts import texts
from reports.verdict import judge
from tests import handmade
from tests.handmade_run import store_run
from tests.visits import good_row, visits

ESCAPES = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202e"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stored run; the second shop's texts attack the terminal."""
    return store_run(tmp_path_factory.mktemp("run"), seen=_hostile_of_the_second)


def _hostile_of_the_second(visit: Visit) -> Visit:
    if visit.shop.id != "winkel2.example":
        return visit
    sightings = tuple(replace(item, as_shown=ESCAPES, snippet=ESCAPES, owner_reason=ESCAPES) for item in visit.sightings)
    return replace(visit, sightings=sightings, detail=ESCAPES, pages=tuple(replace(page, title=ESCAPES) for page in visit.pages))


def explain(*words: str | Path, color: bool = False) -> Result:
    return CliRunner().invoke(main, ["explain", *map(str, words)], color=color)


def test_a_settled_channel_is_explained(folder: Path) -> None:
    told = explain(folder, "winkel7.example")
    assert told.exit_code == 0
    for text in (
        "The number is on the contact page, at most 1 click from the home page.",
        "Place class: contact-page",
        "Bel ons: »020 123 45 67« (ma-vr 9-17 uur)",
        "follow »Contact«",
        "»Voorwaarden« https://winkel.example/voorwaarden: no longer there (404)",
        "+31881234567 »088 123 45 67«: body; someone else (carrier)",
        "Not settled because: needs-browser (needs a browser)",
        "no page was looked at in a browser",
    ):
        assert text in told.stdout


@pytest.mark.parametrize("name", ["winkel7.example", "https://winkel7.example/", "www.winkel7.example"])
def test_a_shop_is_named_by_id_host_or_address(folder: Path, name: str) -> None:
    assert explain(folder, name).stdout.startswith("Winkel 7  https://winkel7.example/\n")


def test_text_is_plain_where_there_is_no_terminal(folder: Path) -> None:
    assert "\x1b" not in explain(folder, "winkel7.example").stdout
    assert "\x1b[1m" in explain(folder, "winkel7.example", color=True).stdout


def test_escapes_of_the_shop_reach_no_terminal(folder: Path) -> None:
    told = explain(folder, "winkel2.example", color=True).stdout
    assert "[U+001B]" in told
    for text in ("\x1b]", "\x1b[2J", "\x07", "\x9b", "\u202e"):
        assert text not in told


@pytest.mark.parametrize("name", ["winkel8.example", "winkel10.example"])
def test_a_shop_without_an_answer_is_explained_as_well(folder: Path, name: str) -> None:
    told = explain(folder, name)
    assert told.exit_code == 0
    assert "Not settled" in told.stdout


def test_the_second_opinion_is_told_where_it_was_asked() -> None:
    told = SecondOpinion(pages=2, spared=1, added=3, turned=(Channel.EMAIL,))
    dossier = handmade.placed(1, PlaceClass.HOME, PlaceClass.HOME, (0, 0)).dossier
    lines = {
        item: [
            line.text
            for line in account(judge(replace(dossier, visit=replace(dossier.visit, second_opinion=item)), norms()), texts())
        ]
        for item in (told, SecondOpinion(), None)
    }
    assert "Read again, by a tolerant parser: pages: 2; pages that did not need it: 1; sightings it added: 3" in lines[told]
    assert "Found by that second reading only: E-mail" in lines[told]
    assert not [
        line for item in (SecondOpinion(), None) for line in lines[item] if "second reading" in line or "Read again" in line
    ]


def test_an_unknown_shop_is_told_with_suggestions(folder: Path) -> None:
    told = explain(folder, "winkle7.example")
    assert told.exit_code == 2
    assert "no shop 'winkle7.example'; did you mean winkel7.example" in told.stderr
    assert explain(folder.parent, "winkel7.example").exit_code == 2


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
@given(visits())
def test_any_visit_can_be_explained(visit: Visit) -> None:
    sightings = range(len(visit.sightings))
    kept = tuple(replace(item, sightings=tuple(n for n in item.sightings if n in sightings)) for item in visit.placements)
    for line in account(judge(Dossier(row=good_row(), visit=replace(visit, placements=kept)), norms()), texts()):
        assert all(character.isprintable() or ord(character) > 0x9F for character in line.text)


@pytest.mark.parametrize("seen", [item for item in PlaceClass if item is not PlaceClass.UNDETERMINED])
def test_every_place_class_can_be_explained(seen: PlaceClass) -> None:
    verdict = handmade.placed(1, seen, seen, (1, 2))
    assert any(f"Place class: {seen.value}" in line.text for line in account(judge(verdict.dossier, norms()), texts()))
