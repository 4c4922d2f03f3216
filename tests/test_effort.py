"""Effort counts acts and words as its model says, and says "at least" where it does not know."""

from dataclasses import replace

import pytest

from crawler.model.link import PageKind
from crawler.model.placement import PlaceClass, Placement
from crawler.model.reason import Reason
from crawler.model.sighting import Channel, Place
from crawler.model.visit import Visit
from reports.effort import Effort, effort, model
from reports.outputs.json_lines import record
from reports.outputs.shop_view import effort_words
from reports.texts.texts import texts
from tests.handmade import placed, placement, visit


def seen(**how: object) -> tuple[Visit, Placement]:
    """A number on the contact page, one click from home, on a page of 5,950 characters; `how` it stands there."""
    phone = placement(Channel.PHONE, PlaceClass.CONTACT_PAGE, clicks=1)
    made = visit(1, phone, placement(Channel.EMAIL, PlaceClass.ABSENT))
    pages = (made.pages[0], replace(made.pages[1], text_chars=5950))
    first = replace(made.sightings[0], **how)  # type: ignore[arg-type]
    return replace(made, pages=pages, sightings=(first, *made.sightings[1:])), phone


def test_a_labelled_value_costs_its_clicks_and_one_act() -> None:
    told = model()
    one_click = told.mental.amount + told.pointing.amount + told.click.amount
    assert effort(*seen()) == Effort(round(one_click + told.mental.amount, 2), 4.0, 1, in_text=False)
    assert effort(*seen(label="", place=Place.FOOTER)) == effort(*seen())


def test_running_text_is_skimmed_to_its_end_at_most() -> None:
    found = effort(*seen(label=""))
    assert found == Effort(4.0, 104.0, 1, in_text=True), "5,950 characters are 991.7 words, at 595 words a minute 100 seconds"


def test_on_a_page_of_legal_text_a_label_is_no_help() -> None:
    made, phone = seen()
    legal = replace(made, pages=(made.pages[0], replace(made.pages[1], kinds=frozenset({PageKind.TERMS}))))
    assert effort(legal, phone) == effort(*seen(label=""))


def test_where_the_length_of_the_page_is_not_known_only_the_least_is_told() -> None:
    made, phone = seen(label="")
    found = effort(replace(made, pages=(made.pages[0], replace(made.pages[1], text_chars=0))), phone)
    assert found == Effort(4.0, None, 1, in_text=True)
    assert effort_words(found, texts("en")) == "at least 4 s"
    assert effort_words(effort(*seen(label="")), texts("nl")).startswith("ten minste 4 s; 104 s")


@pytest.mark.parametrize("place_class", [PlaceClass.GATED, PlaceClass.MACHINE_ONLY, PlaceClass.ABSENT])
def test_what_is_not_shown_has_no_effort(place_class: PlaceClass) -> None:
    made = visit(1, placement(Channel.PHONE, place_class, clicks=1), placement(Channel.EMAIL, place_class))
    assert effort(made, made.placements[0]) is None
    assert effort_words(None, texts("en")) == ""


def test_the_export_tells_the_effort_of_what_is_shown() -> None:
    row = record(placed(1, PlaceClass.CONTACT_PAGE, PlaceClass.ABSENT, (2, None)))
    assert row["phone"]["effort"] == {"least": 6.65, "most": 6.65, "in_text": False}
    assert row["email"]["effort"] is None


def test_what_was_seen_so_far_has_an_effort_too() -> None:
    open_still = placement(Channel.PHONE, PlaceClass.LEGAL_TEXT, reason=Reason.NEEDS_BROWSER, clicks=2)
    made = visit(1, open_still, placement(Channel.EMAIL, PlaceClass.ABSENT))
    assert effort(made, open_still) is not None


def test_every_number_of_the_model_has_a_source() -> None:
    told = model()
    numbers = (told.mental, told.pointing, told.click, told.reading, told.skimming, told.word)
    assert all(number.amount > 0 and number.unit and number.source for number in numbers)
