"""A person's decision hangs on the evidence it was made on, settles a negative, and opens again with the evidence."""

from dataclasses import replace

import pytest

from crawler.model.page import Page
from crawler.model.placement import PlaceClass
from crawler.model.review import Decision, Review, Said
from crawler.model.sighting import Channel
from reports.finding import Outcome
from reports.masking.mask import masked
from reports.norms.norms import norms
from reports.outputs import json_lines
from reports.people.agreement import kappa, pairs
from reports.people.evidence_hash import finding_hash
from reports.people.reviewing import State, corrections, negatives, state, with_said
from reports.people.to_review import to_hear, to_review
from reports.standing import standing
from reports.texts.sentences import finding_sentence
from reports.texts.texts import texts
from reports.verdict import CRITERIA, Verdict, judge
from tests.handmade import placed, street, unvisited

PHONE, EMAIL = "phone-findable", "email-findable"
HIDDEN_PHONE = judge(placed(4, PlaceClass.ABSENT, PlaceClass.HOME, (None, 0)).dossier, norms())


def decided(verdict: Verdict, *made: tuple[str, Decision], corrected: str = "", criterion: str = PHONE) -> Verdict:
    """The verdict with decisions of reviewers on one of its findings."""
    evidence = finding_hash(verdict, criterion)
    reviews = tuple(
        Review(
            criterion=criterion, evidence=evidence, decision=decision, by=by, on="2026-11-22", corrected=corrected, reason="seen"
        )
        for by, decision in made
    )
    return with_said(replace(verdict, reviews=()), Said(reviews=(*verdict.reviews, *reviews)), norms())


def with_pages(verdict: Verdict, **fields: str) -> Verdict:
    """The same verdict over pages that differ in some fields."""
    visit = verdict.dossier.visit
    assert visit
    pages: tuple[Page, ...] = tuple(replace(page, **fields) for page in visit.pages)  # type: ignore[arg-type]
    return judge(replace(verdict.dossier, visit=replace(visit, pages=pages)), norms())


def test_what_is_not_there_is_suspected_until_a_person_says_so() -> None:
    assert state(HIDDEN_PHONE, PHONE) is State.SUSPECTED
    assert standing(HIDDEN_PHONE, Channel.PHONE).suspected
    confirmed = decided(HIDDEN_PHONE, ("AB", Decision.CONFIRM))
    assert state(confirmed, PHONE) is State.CONFIRMED
    assert not standing(confirmed, Channel.PHONE).suspected
    assert (confirmed.score, confirmed.findings) == (HIDDEN_PHONE.score, HIDDEN_PHONE.findings)


@pytest.mark.parametrize(
    ("made", "stands"),
    [
        ((("AB", Decision.SET_ASIDE),), State.PENDING),
        ((("AB", Decision.CONFIRM), ("CD", Decision.CONFIRM)), State.CONFIRMED),
        ((("AB", Decision.CONFIRM), ("CD", Decision.SET_ASIDE)), State.PENDING),
        ((("AB", Decision.SET_ASIDE), ("AB", Decision.CONFIRM)), State.CONFIRMED),
    ],
)
def test_reviewers_settle_what_they_agree_on_and_the_last_word_of_each_counts(
    made: tuple[tuple[str, Decision], ...], stands: State
) -> None:
    assert state(decided(HIDDEN_PHONE, *made), PHONE) is stands


def test_a_decision_holds_for_a_new_visit_that_saw_the_same() -> None:
    visit = HIDDEN_PHONE.dossier.visit
    assert visit
    later = replace(visit, number=2, started_at="2026-12-01T10:00:00Z", finished_at="2026-12-01T10:01:00Z", warc="other.warc")
    again = judge(replace(HIDDEN_PHONE.dossier, visit=later), norms())
    assert finding_hash(again, PHONE) == finding_hash(HIDDEN_PHONE, PHONE)
    reviews = decided(HIDDEN_PHONE, ("AB", Decision.CONFIRM)).reviews
    assert state(with_said(again, Said(reviews=reviews), norms()), PHONE) is State.CONFIRMED


@pytest.mark.parametrize("fields", [{"body_sha256": "cd" * 32}, {"text_sha256": "cd" * 32}])
def test_a_decision_is_open_again_when_the_pages_it_rests_on_change(fields: dict[str, str]) -> None:
    reviews = decided(HIDDEN_PHONE, ("AB", Decision.CONFIRM)).reviews
    changed = with_said(with_pages(HIDDEN_PHONE, **fields), Said(reviews=reviews), norms())
    assert state(changed, PHONE) is State.SUSPECTED
    assert standing(changed, Channel.PHONE).suspected


def test_a_token_in_the_source_of_a_page_opens_nothing_again() -> None:
    kept = with_pages(HIDDEN_PHONE, text_sha256="ef" * 32)
    assert finding_hash(kept, PHONE) == finding_hash(with_pages(kept, body_sha256="12" * 32), PHONE)


def test_hashes_tell_shops_and_criteria_apart() -> None:
    verdicts = [verdict for verdict in street() if verdict.findings]
    hashes = [finding_hash(verdict, finding.criterion) for verdict in verdicts for finding in verdict.findings]
    assert len(set(hashes)) == len(hashes)


def test_the_corrected_class_counts_and_what_the_program_found_stays_beside_it() -> None:
    mended = decided(HIDDEN_PHONE, ("AB", Decision.CORRECT), corrected="contact-page")
    assert mended.before == HIDDEN_PHONE
    assert state(mended, PHONE) is State.CORRECTED
    assert standing(mended, Channel.PHONE).place_class is PlaceClass.CONTACT_PAGE
    assert mended.finding(PHONE).outcome is Outcome.PASS
    assert mended.score is not None
    assert HIDDEN_PHONE.score is not None
    assert mended.score > HIDDEN_PHONE.score
    assert finding_hash(mended, PHONE) == finding_hash(HIDDEN_PHONE, PHONE)


def test_a_corrected_criterion_counts_its_reason_and_says_who_looked() -> None:
    mended = decided(HIDDEN_PHONE, ("AB", Decision.CORRECT), corrected="register-and-vat-told", criterion="register-and-vat")
    finding = mended.finding("register-and-vat")
    assert (finding.outcome, finding.reason) == (Outcome.PASS, "register-and-vat-told")
    assert finding_sentence(finding, texts("en")).startswith("A person looked and corrected what the program found: ")


def test_what_was_confirmed_and_is_no_negative_any_more_is_gone() -> None:
    reviews = decided(HIDDEN_PHONE, ("AB", Decision.CONFIRM)).reviews
    mended = with_said(judge(placed(4, PlaceClass.HOME, PlaceClass.HOME, (0, 0)).dossier, norms()), Said(reviews=reviews), norms())
    assert (state(mended, PHONE), state(mended, EMAIL)) == (State.GONE, State.POSITIVE)
    assert state(unvisited(9, None), PHONE) is State.OPEN


def test_a_masked_decision_hangs_on_what_is_shown_and_on_no_hash_of_what_is_not() -> None:
    visit = HIDDEN_PHONE.dossier.visit
    assert visit
    mailbox = replace(visit.sightings[1], value="jan.jansen@winkel4.example", as_shown="jan.jansen@winkel4.example")
    personal = judge(
        replace(HIDDEN_PHONE.dossier, visit=replace(visit, sightings=(visit.sightings[0], mailbox, visit.sightings[2]))), norms()
    )
    told = decided(personal, ("AB", Decision.CONFIRM), criterion=EMAIL)
    stale = replace(told, reviews=(*told.reviews, replace(told.reviews[0], by="CD", evidence="f" * 64)))
    public = masked(stale)
    assert state(public, EMAIL) is state(stale, EMAIL) is State.CONFIRMED
    assert finding_hash(stale, EMAIL) not in json_lines.record(public).__str__()
    assert [item.evidence for item in public.reviews] == [finding_hash(public, EMAIL), ""]
    assert finding_hash(public, EMAIL) != finding_hash(stale, EMAIL)


def test_every_criterion_can_be_corrected() -> None:
    assert {item.ID for item in CRITERIA} == corrections().keys()


def test_the_queue_begins_with_what_is_doubtful_and_leaves_out_what_is_decided() -> None:
    visit = HIDDEN_PHONE.dossier.visit
    assert visit
    clear = judge(replace(HIDDEN_PHONE.dossier, visit=replace(visit, sightings=visit.sightings[:2])), norms())
    rows = to_review([clear, HIDDEN_PHONE], texts("en"))
    phones = [row for row in rows if row.finding.criterion == PHONE]
    assert [row.doubt.others_met for row in phones] == [1, 0]
    assert {row.finding.criterion for row in rows} == {item.criterion for item in negatives(HIDDEN_PHONE)}
    confirmed = decided(HIDDEN_PHONE, ("AB", Decision.CONFIRM))
    assert PHONE not in {row.finding.criterion for row in to_review([confirmed], texts("en"))}
    assert PHONE in {row.finding.criterion for row in to_review([confirmed], texts("en"), decided=True)}


def test_a_shop_with_a_negative_is_to_be_heard_once() -> None:
    (row,) = to_hear([HIDDEN_PHONE, judge(placed(1, PlaceClass.HOME, PlaceClass.HOME, (0, 0)).dossier, {})])
    assert (row.shop, row.checked) == ("winkel4.example", 0)


@pytest.mark.parametrize(
    ("told", "alike", "value"),
    [
        ([("yes", "yes")] * 45 + [("yes", "no")] * 15 + [("no", "yes")] * 25 + [("no", "no")] * 15, 60, 0.1304),
        ([("yes", "yes")] * 25 + [("yes", "no")] * 35 + [("no", "yes")] * 5 + [("no", "no")] * 35, 60, 0.2593),
        ([("yes", "yes"), ("no", "no")], 2, 1.0),
    ],
)
def test_kappa_is_agreement_less_chance(told: list[tuple[str, str]], alike: int, value: float) -> None:
    made = kappa(told)
    assert made.kappa is not None
    assert (made.alike, made.cases, round(made.kappa, 4)) == (alike, len(told), value)


def test_kappa_is_not_defined_where_chance_makes_all_agree() -> None:
    assert (kappa([]).kappa, kappa([("yes", "yes")] * 5).kappa) == (None, None)


def test_reviewers_are_compared_on_what_both_decided() -> None:
    told = decided(HIDDEN_PHONE, ("AB", Decision.CONFIRM), ("CD", Decision.SET_ASIDE))
    (pair,) = pairs([told, decided(HIDDEN_PHONE, ("AB", Decision.CONFIRM))])
    assert (pair.one, pair.other, pair.agreement.alike, pair.agreement.cases) == ("AB", "CD", 0, 1)
