"""Each number in a sentence to quote is a cell of the table it names, in every language, of a census and of a sample."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.model.placement import PlaceClass
from crawler.model.reason import Reason
from reports.outputs.in_short import in_short
from reports.sampled import covered
from reports.shares import Coverage
from reports.table import Table
from reports.tables import claims
from reports.tally import Tally
from reports.texts.languages import languages
from reports.texts.press import Said, clicked, press
from reports.texts.texts import Texts, texts
from reports.verdict import Verdict
from tests.handmade import failed, placed, street, unvisited
from tests.test_tables import verdicts

GROUPED = "\u00a0\u202f.,"


def tables(of: tuple[Verdict, ...] | list[Verdict], coverage: Coverage = Coverage.CENSUS) -> dict[str, Table]:
    return {name: covered(table, coverage) for name, table in Tally.of(of).tables().items()}


def numbers(text: str) -> list[str]:
    """Each number as it is written."""
    return [found.strip(GROUPED) for found in re.findall(rf"\d[\d{GROUPED}]*", text)]


def cells(said: Said, made_of: dict[str, Table], words: Texts) -> Iterator[str]:
    for row, column in said.cells:
        yield words.number(made_of[said.table].value(row, column))
        if found := re.fullmatch(r"within_(\d)", column):
            yield found[1]


@pytest.mark.parametrize("language", languages())
@settings(max_examples=15, deadline=None)
@given(many=st.lists(verdicts, max_size=12), coverage=st.sampled_from(Coverage))
def test_every_number_in_a_sentence_is_a_cell_it_names(language: str, many: list[Verdict], coverage: Coverage) -> None:
    made_of, words = tables(many, coverage), texts(language)
    for said in press(made_of, words):
        assert sorted(set(numbers(said.text))) == sorted(set(cells(said, made_of, words))), said


@pytest.mark.parametrize("language", languages())
def test_every_claim_has_its_sentence_and_no_two_are_the_same(language: str) -> None:
    told = press(tables(street()), texts(language))
    assert [said.about for said in told] == ["rows", *claims.CLAIMS, "clicks_phone", "clicks_email"]
    assert len({said.text for said in told}) == len(told)


def sentence(about: str, of: list[Verdict], language: str = "en", coverage: Coverage = Coverage.CENSUS) -> str:
    return next(said.text for said in press(tables(of, coverage), texts(language)) if said.about == about)


CLEAR = [placed(1, PlaceClass.ABSENT, PlaceClass.HOME), placed(2, PlaceClass.HOME, PlaceClass.HOME)]
OPEN = [*CLEAR, failed(3, Reason.BLOCKED)]


def test_what_is_settled_is_told_exactly() -> None:
    assert sentence("no-phone-anywhere", CLEAR) == "For 1 of 2 shops, no phone number is shown anywhere on the site."


def test_what_is_not_settled_makes_bounds() -> None:
    told = "For at least 1 and at most 2 of 3 shops, no phone number is shown anywhere on the site. That is not settled for 1."
    assert sentence("no-phone-anywhere", OPEN) == told
    assert sentence("no-phone-anywhere", OPEN, "nl").startswith("Bij ten minste 1 en ten hoogste 2 van de 3 winkels staat nergens")


def test_where_none_is_settled_the_least_is_told_too() -> None:
    waiting = [placed(1, PlaceClass.HOME, PlaceClass.HOME), failed(2, Reason.BLOCKED)]
    told = "For at least 0 and at most 1 of 2 shops, no phone number is shown anywhere on the site. That is not settled for 1."
    assert sentence("no-phone-anywhere", waiting) == told


def test_a_channel_that_decides_settles_a_claim_though_the_other_is_open() -> None:
    half_open = [placed(1, PlaceClass.ABSENT, PlaceClass.UNDETERMINED)]
    assert sentence("both-logical", half_open).startswith("For 0 of 1 shop, both")


def test_a_sample_speaks_of_a_sample_and_of_those_it_was_drawn_from() -> None:
    told = sentence("no-phone-anywhere", OPEN, coverage=Coverage.SAMPLE)
    assert "of 3 shops in the sample" in told
    assert told.endswith("Among all shops that the sample was drawn from it is between 6.1 and 93.9 %.")
    assert sentence("rows", OPEN, coverage=Coverage.SAMPLE).startswith("The list is a random sample of 3 rows")


@pytest.mark.parametrize("reason", [Reason.BAD_ROW, Reason.DUPLICATE_OF])
def test_where_a_row_names_no_shop_of_its_own_sentences_speak_of_rows(reason: Reason) -> None:
    assert "2 of 3 rows of the list," in sentence("no-phone-anywhere", [*CLEAR, unvisited(3, reason)])


@pytest.mark.parametrize("language", languages())
def test_no_more_is_said_of_an_empty_list_than_that_it_is(language: str) -> None:
    assert [said.about for said in press(tables([]), texts(language))] == ["rows"]
    assert len(in_short(tables([]), texts(language))) == 2


def test_no_clicks_are_told_where_none_are_known() -> None:
    assert clicked(tables([placed(1, PlaceClass.ABSENT, PlaceClass.ABSENT)]), "phone", texts()) is None


@settings(max_examples=30, deadline=None)
@given(st.lists(verdicts, max_size=12))
def test_bounds_hold_what_p3_has_settled(many: list[Verdict]) -> None:
    made = tables(many)
    pairs = {
        "both": "both-logical",
        "phone-only": "phone-only-logical",
        "email-only": "email-only-logical",
        "neither": "neither-logical",
    }
    for code, claim in pairs.items():
        assert made["p3"].value(code, "logical") == made["bounds"].value(claim, "yes")
    waiting = made["p3"].value("undetermined", "logical")
    assert isinstance(waiting, int)
    assert all(row.cells[3] <= waiting for row in made["bounds"].rows if str(row.cells[0]).endswith("both-logical"))  # type: ignore[operator]


def test_a_claim_and_its_contrary_are_bounds_of_each_other() -> None:
    made = tables(street())["bounds"]
    for channel in ("phone", "email"):
        yes, contrary = f"{channel}-anywhere", f"no-{channel}-anywhere"
        assert made.value(yes, "yes") == made.value(contrary, "no")
        assert made.value(yes, "most") == 10 - int(str(made.value(contrary, "yes")))
