"""A band tells how far it depends on the weights, and what would lift a shop is what the score itself says."""

from dataclasses import replace
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.finding import Outcome
from reports.norms.norms import norms
from reports.scoring.lifts import MOST_WAYS, lifts
from reports.scoring.points import points
from reports.scoring.score import Answers, band, share
from reports.scoring.stability import STEADY, holds
from reports.tables import bands
from reports.verdict import judge
from tests.handmade import street
from tests.verdict_cases import cases

TABLE = points()
CASES = cases()
MANDATORY = [name for name, item in TABLE.criteria.items() if item.mandatory]

some_answers = st.fixed_dictionaries(
    {name: st.sampled_from(sorted(TABLE.criteria[name].reasons)) for name in MANDATORY},
    optional={name: st.sampled_from(sorted(item.reasons)) for name, item in TABLE.criteria.items() if not item.mandatory},
).map(lambda found: tuple((name, found[name]) for name in TABLE.criteria if name in found))


def drawn_by_hand(answered: Answers) -> float:
    """The share as the table of points describes it, draw by draw."""
    told, random, kept = TABLE.stability, Random(TABLE.stability.seed), 0
    for _ in range(told.draws):
        factor = {name: 1000 - 10 * told.spread + int(random.random() * (20 * told.spread + 1)) for name in TABLE.criteria}
        got = sum(factor[name] * TABLE.criteria[name].reasons[reason] for name, reason in answered)
        most = sum(factor[name] * TABLE.criteria[name].most for name, _ in answered)
        kept += band(round(100 * got / most, 1), TABLE) == band(share(answered, TABLE), TABLE)
    return kept / told.draws


@given(some_answers)
@settings(max_examples=25, deadline=None)
def test_a_band_holds_in_as_many_draws_as_a_count_by_hand_gives(answered: Answers) -> None:
    assert holds(answered, TABLE) == pytest.approx(drawn_by_hand(answered), abs=0.002), "a tie may be rounded either way"


def test_the_draws_are_the_same_on_every_machine() -> None:
    shop = (("phone-findable", "contact-page"), ("email-findable", "legal-text"), ("phone-usable", "usable-number"))
    assert holds(shop, TABLE) == 1.0
    assert holds((*shop, ("opening-hours", "hours-not-found")), TABLE) == 0.888
    assert holds((*shop[:1], ("email-findable", "gated"), *shop[2:]), TABLE) == 0.734


def test_the_best_and_the_worst_shop_keep_their_band_in_every_draw() -> None:
    best = tuple((name, max(item.reasons, key=item.reasons.__getitem__)) for name, item in TABLE.criteria.items())
    assert (holds(best, TABLE), holds(tuple((name, "absent") for name in MANDATORY), TABLE)) == (1.0, 1.0)


def test_more_room_for_the_weights_makes_no_band_steadier() -> None:
    wide = replace(TABLE, stability=replace(TABLE.stability, spread=60))
    shop = (("phone-findable", "contact-page"), ("email-findable", "other-page"), ("opening-hours", "hours-not-found"))
    near, far = holds(shop, TABLE), holds(shop, wide)
    assert near is not None
    assert far is not None
    assert far < near


def test_without_a_score_there_is_no_stability_and_no_lift() -> None:
    assert (holds((), TABLE), lifts((), (), TABLE)) == (None, ())
    for verdict in (judge(item.dossier, norms()) for item in street()):
        assert (verdict.holds is None) == (verdict.score is None)
        assert verdict.score is not None or verdict.lifts == ()


@given(some_answers)
@settings(deadline=None)
def test_each_lift_reaches_a_better_band_with_goals_and_no_fewer_changes_do(answered: Answers) -> None:
    now, ways = share(answered, TABLE), lifts(answered, (), TABLE)
    assert len(ways) <= MOST_WAYS
    for way in ways:
        after = {**dict(answered), **{one.criterion: one.goal for one in (*way.brings, *way.changes)}}
        assert share(tuple(after.items()), TABLE) == way.score
        assert band(way.score, TABLE) == way.band < str(band(now, TABLE))
        assert all(
            one.goal in TABLE.criteria[one.criterion].goals and dict(answered)[one.criterion] == one.reason for one in way.changes
        )
        for some in combinations(way.changes, len(way.changes) - 1):
            fewer = {**dict(answered), **{one.criterion: one.goal for one in some}}
            assert band(share(tuple(fewer.items()), TABLE), TABLE) == band(now, TABLE)


@pytest.mark.parametrize("name", CASES)
def test_every_shop_that_is_not_in_the_best_band_can_be_lifted(name: str) -> None:
    verdict = judge(CASES[name].dossier(), norms())
    if verdict.band not in {None, "A"}:
        assert verdict.lifts


def test_a_goal_is_a_reason_with_which_a_criterion_passes() -> None:
    passing = {
        (finding.criterion, finding.reason)
        for case in CASES.values()
        for finding in judge(case.dossier(), norms()).findings
        if finding.outcome is Outcome.PASS
    }
    goals = {(name, goal) for name, item in TABLE.criteria.items() for goal in item.goals}
    assert len(goals) > 6
    assert goals - passing == set()


def test_a_first_number_brings_what_the_criteria_say_of_a_shop_with_a_number() -> None:
    shop = (("phone-findable", "absent"), ("email-findable", "home"), ("human-service", "phone-or-email-offered"))
    [way] = lifts(shop, (("phone-usable", "no-number-found"), ("opening-hours", "no-number-found")), TABLE)
    assert [one.goal for one in way.changes] == ["contact-page"]
    assert [(one.criterion, one.goal) for one in way.brings] == [
        ("phone-usable", "usable-number"),
        ("opening-hours", "hours-not-found"),
    ]
    assert (way.band, way.score) == ("A", 91.0)


def test_a_form_becomes_an_address_only_where_one_is_shown() -> None:
    shop = (("phone-findable", "home"), ("email-findable", "absent"), ("email-usable", "form-instead-of-address"))
    assert {one.criterion for way in lifts(shop, (), TABLE) for one in way.changes} == {"email-findable"}


def test_the_table_of_bands_counts_the_steady_ones_among_its_rows() -> None:
    verdicts = [judge(case.dossier(), norms()) for case in CASES.values()]
    table = bands.rows(verdicts)
    told = {str(row.cells[0]): row.cells[1:] for row in table.rows}
    assert told["total"][2] == sum(verdict.holds is not None and verdict.holds >= STEADY for verdict in verdicts)
    for letter in TABLE.bands:
        held = [verdict.holds for verdict in verdicts if verdict.band == letter]
        assert told[letter][0] == len(held)
        assert told[letter][2] == sum(one is not None and one >= STEADY for one in held)
    assert told["no-score"][2] is None
