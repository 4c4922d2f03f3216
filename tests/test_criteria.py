"""Each criterion answers as its cases say, in words that accuse nobody."""

import re

import pytest

from crawler.model.sighting import Channel
from reports.findable import DEPENDS_ON_PACK
from reports.finding import Finding, Outcome
from reports.norms.norms import norms
from reports.tariffs import Tariff, tariff
from reports.texts.sentences import channel_sentence, finding_sentence
from reports.texts.texts import texts
from reports.verdict import CRITERIA, judge
from tests.verdict_cases import Case, cases

CASES = cases()
MET = {True: "met", False: "not-met", None: "open"}


def answer(finding: Finding) -> tuple[str, str, str]:
    return (finding.outcome.value, finding.reason, MET[finding.norm.met] if finding.norm else "none")


@pytest.mark.parametrize("name", CASES)
def test_a_case_is_judged_as_expected(name: str) -> None:
    case = CASES[name]
    verdict = judge(case.dossier(), norms())
    for criterion, expected in case.expected.items():
        words = expected.split()
        assert answer(verdict.finding(criterion))[: len(words)] == tuple(words), f"{case.what} ({criterion})"
    assert (verdict.score is not None) is case.scored
    assert (verdict.band is None) is (verdict.score is None)


@pytest.mark.parametrize("name", CASES)
def test_every_answer_has_its_sentence(name: str) -> None:
    verdict = judge(CASES[name].dossier(), norms())
    for finding in verdict.findings:
        assert finding_sentence(finding, texts()).endswith(".")
        assert f"reason.{finding.reason}" in texts()
    for channel in (Channel.PHONE, Channel.EMAIL):
        assert re.fullmatch(r"[A-Z0-9].*\.", channel_sentence(verdict, channel, texts()))


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda item: item.ID)
def test_every_reason_has_a_case(criterion: object) -> None:
    met = {expected.split()[1] for case in CASES.values() for name, expected in case.expected.items() if name == criterion.ID}  # type: ignore[attr-defined]
    in_packs = {"other-page"} if "findable" in criterion.ID else set()  # type: ignore[attr-defined]
    assert set(criterion.REASONS) - in_packs <= met  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", CASES)
def test_a_criterion_passes_with_the_reasons_that_it_names(name: str) -> None:
    for criterion, finding in zip(CRITERIA, judge(CASES[name].dossier(), norms()).findings, strict=True):
        assert criterion.PASSES <= criterion.REASONS
        if finding.outcome in {Outcome.PASS, Outcome.FAIL} and finding.reason not in DEPENDS_ON_PACK:
            assert (finding.outcome is Outcome.PASS) is (finding.reason in criterion.PASSES), finding


SENTENCES = [
    ("phone-contact-page", "The number is on the contact page, at most 1 click from the home page."),
    ("phone-gated", "Not shown on the site. A chat is offered; whether it gives the number was not tested."),
    ("phone-home", "The number is on the home page, after opening what is closed on the page."),
    ("unsettled-needs-browser", "Not settled: needs a browser. Best seen so far: the number in the terms or other legal text."),
    ("blocked-shop", "Not settled: the site blocked the visit."),
    ("bad-row", "Not settled: the row of the list could not be understood."),
]


@pytest.mark.parametrize(("name", "sentence"), SENTENCES)
def test_a_channel_has_one_plain_sentence(name: str, sentence: str) -> None:
    assert channel_sentence(judge(CASES[name].dossier(), norms()), Channel.PHONE, texts()) == sentence


def test_a_negative_that_is_not_proven_is_told_as_so_far() -> None:
    finding = judge(CASES["number-foreign-so-far"].dossier(), norms()).finding("phone-usable")
    assert finding_sentence(finding, texts()) == "Not settled; so far: The only number is of another country: +4930123456."


def test_no_negative_is_a_fail_before_the_search_is_exhausted() -> None:
    """Whatever a case says, with an incomplete certificate only a settled place class may fail."""
    for case in CASES.values():
        open_case = Case(**{**{name: getattr(case, name) for name in Case.__dataclass_fields__}, "exhausted": False})
        for finding in judge(open_case.dossier(), norms()).findings:
            if finding.criterion not in {"phone-findable", "email-findable", "human-service"}:
                assert finding.outcome is not Outcome.FAIL, case.what


PREFIXES = [
    ("+33890123456", "FR", Tariff.CHECK),
    ("+33800123456", "FR", Tariff.FREE),
    ("+33806123456", "FR", Tariff.USUAL),
    ("+590590824715", "FR", Tariff.USUAL),
    ("+262692941617", "FR", Tariff.USUAL),
    ("+687254715", "FR", Tariff.FOREIGN),
    ("+448431234567", "GB", Tariff.CHECK),
    ("+442071234567", "GB", Tariff.USUAL),
    ("+3270123456", "BE", Tariff.CHECK),
    ("+4915112345678", "DE", Tariff.USUAL),
    ("+491805123456", "DE", Tariff.CHECK),
    ("+43820123456", "AT", Tariff.CHECK),
    ("+31881234567", "NL", Tariff.USUAL),
    ("1850", "NL", Tariff.CHECK),
    ("+319001234", None, Tariff.CHECK),
    ("not a number", "NL", Tariff.USUAL),
    ("+319001234", "BE", Tariff.FOREIGN),
]


@pytest.mark.parametrize(("value", "country", "expected"), PREFIXES)
def test_the_pack_tells_the_tariff_before_the_number_plan(value: str, country: str | None, expected: Tariff) -> None:
    pack = norms().get(country or "")
    assert tariff(value, country, pack.premium.numbers if pack else {}) is expected
