"""Points are a public table; a score never counts what is not known."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.model.strict import KnowledgeError
from reports.finding import Finding, Outcome
from reports.norms.norms import norms
from reports.scoring.points import FILE, points
from reports.scoring.score import band, mandatory, score
from reports.verdict import CRITERIA, FINDABILITY

TABLE = points()
SCORED = {name: list(criterion.reasons) for name, criterion in TABLE.criteria.items()}
OPEN = [Outcome.UNSURE, Outcome.NOT_TESTED, Outcome.NOT_APPLICABLE, Outcome.ERROR]


def found(criterion: str, reason: str, outcome: Outcome = Outcome.FAIL) -> Finding:
    return Finding(criterion=criterion, outcome=outcome, reason=reason)


def all_with(reason: str) -> list[Finding]:
    return [found(item.ID, reason) for item in FINDABILITY]


def test_every_reason_of_a_pass_or_fail_has_points_and_no_other_has() -> None:
    assert {item.ID: set(item.REASONS) for item in CRITERIA} == {name: set(reasons) for name, reasons in SCORED.items()}


def test_findability_carries_sixty_of_a_hundred() -> None:
    assert sum(TABLE.criteria[item.ID].most for item in FINDABILITY) == 60


def test_the_points_of_place_classes_fall_with_their_rank() -> None:
    for item in FINDABILITY:
        given_points = list(TABLE.criteria[item.ID].reasons.values())
        assert given_points == sorted(given_points, reverse=True)


def test_the_best_shop_has_a_hundred_and_the_worst_nothing() -> None:
    best = [found(name, max(item.reasons, key=item.reasons.__getitem__), Outcome.PASS) for name, item in TABLE.criteria.items()]
    assert score(best, TABLE, norms()["NL"]) == 100
    assert score(all_with("absent"), TABLE, norms()["NL"]) == 0


@pytest.mark.parametrize("outcome", [Outcome.UNSURE, Outcome.NOT_TESTED, Outcome.ERROR])
@pytest.mark.parametrize("missing", ["phone-findable", "email-findable"])
def test_a_mandatory_criterion_without_an_answer_gives_no_score(missing: str, outcome: Outcome) -> None:
    findings = [found(item.ID, "home", outcome if missing == item.ID else Outcome.PASS) for item in FINDABILITY]
    assert score(findings, TABLE, norms()["NL"]) is None
    assert score(findings, TABLE, None) is None


def test_what_the_norm_asks_for_is_mandatory_also_under_a_condition() -> None:
    assert mandatory(TABLE, norms()["NL"]) == ("phone-findable", "email-findable")
    assert mandatory(TABLE, norms()["GB"]) == ("phone-findable", "email-findable"), "where there is a number: not judged"


@given(st.data())
def test_what_is_not_known_moves_no_score(data: st.DataObject) -> None:
    certain = all_with(data.draw(st.sampled_from(SCORED["phone-findable"])))
    others = [name for name in SCORED if not name.endswith("findable")]
    unknown = [found(name, "anything", data.draw(st.sampled_from(OPEN))) for name in others]
    assert score([*certain, *unknown], TABLE, None) == score(certain, TABLE, None)


@given(st.data())
def test_a_better_reason_never_lowers_the_score(data: st.DataObject) -> None:
    findings = [found(name, data.draw(st.sampled_from(reasons))) for name, reasons in SCORED.items()]
    number = data.draw(st.integers(0, len(findings) - 1))
    table = TABLE.criteria[findings[number].criterion].reasons
    better = data.draw(st.sampled_from([name for name, value in table.items() if value >= table[findings[number].reason]]))
    raised = [*findings[:number], found(findings[number].criterion, better), *findings[number + 1 :]]
    before, after = score(findings, TABLE, None), score(raised, TABLE, None)
    assert before is not None
    assert after is not None
    assert 0 <= before <= after <= 100


@pytest.mark.parametrize(("value", "letter"), [(100, "A"), (90, "A"), (89.9, "B"), (55, "C"), (34.9, "E"), (0, "E"), (None, None)])
def test_a_band_begins_at_its_score(value: float | None, letter: str | None) -> None:
    assert band(value, TABLE) == letter


BROKEN = [
    ("most = 30", "most = 31", "must give 31 points"),
    ("every-page = 30", 'every-page = "30"', "str where int"),
    ("absent = 0", "absent = -1", "none less than 0"),
    ("mandatory = true", "compulsory = true", "unknown key 'compulsory'"),
    ("B = 75", "B = 95", "bands must fall"),
    ("E = 0", "E = 1", "end at 0"),
    ("most = 10\n", "most = 12\n", "must give 12"),
]


@pytest.mark.parametrize(("before", "after", "message"), BROKEN)
def test_a_table_that_contradicts_itself_is_refused(tmp_path: Path, before: str, after: str, message: str) -> None:
    path = tmp_path / "points.toml"
    path.write_text(FILE.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=message) as error:
        points(path)
    assert str(path) in str(error.value)
