"""The fast engine against the tolerant one: both must find the same, and where they do not, the reason is listed.

The walk over the parsed tree is shared: what differs is what a parser makes of a broken page, and how each engine shows its tree.
"""

import shutil
import subprocess
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from crawler.model.shop import Shop
from tests.engines import Compared, Sample, compared, corpus, street
from tests.test_elements import CASES, Case, case_of
from tests.walking import capture

ROOT = Path(__file__).resolve().parents[1]
GATE = Path(__file__).with_name("engine_floors.toml")
ONE_OF = 12
"""Of so many pages of the corpus one is compared in the short run."""
SHOP = Shop(id="winkel", name="", url="https://winkel.nl/", country="NL", language="nl")


def gate() -> Mapping[str, Any]:
    return tomllib.loads(GATE.read_text(encoding="utf-8"))


@cache
def whole_corpus() -> tuple[Compared, ...]:
    return tuple(map(compared, corpus()))


def differing(pages: Iterable[Compared]) -> dict[str, Compared]:
    return {page.name: page for page in pages if not page.agree}


def listed() -> dict[str, str]:
    return {one["page"]: one["class"] for one in gate()["difference"]}


def of_case(name: str, case: Case) -> Sample:
    url, country = case.settings.get("url", "https://winkel.example/"), case.settings.get("country", "NL")
    shop = Shop(id="case", name="", url=url, country=country, language=None)
    return Sample(name, capture(url, case.page.encode()), shop)


def sample(markup: str) -> Sample:
    return Sample("case", capture(SHOP.url, f"<html lang=nl><body><p>Welkom</p>{markup}</body></html>".encode()), SHOP)


def test_the_cases_of_elements_that_differ_are_those_listed() -> None:
    cases = ((path.stem, case_of(path.read_text(encoding="utf-8"))) for path in CASES)
    differ = differing(compared(of_case(name, case)) for name, case in cases)
    assert differ.keys() == {page for page in listed() if "/" not in page}, differ


@pytest.mark.slow
def test_both_engines_find_the_same_on_the_home_pages_of_the_street() -> None:
    assert differing(map(compared, street(pages=1))) == {}


@pytest.mark.corpus
def test_on_a_part_of_the_corpus_only_listed_pages_differ() -> None:
    assert differing(map(compared, corpus(ONE_OF))).keys() - listed().keys() == set()


@pytest.mark.slow
def test_both_engines_find_the_same_on_the_whole_street() -> None:
    assert differing(map(compared, street(pages=12))) == {}


@pytest.mark.slow
@pytest.mark.corpus
def test_the_pages_of_the_corpus_that_differ_are_those_listed() -> None:
    assert differing(whole_corpus()).keys() == {page for page in listed() if "/" in page}


@pytest.mark.slow
@pytest.mark.corpus
def test_the_engines_agree_on_as_many_pages_as_they_did() -> None:
    pages, floors = whole_corpus(), gate()["corpus"]
    alone = [page for page in pages if any(item.traders for item in page.tolerant_alone)]
    assert len(pages) == floors["pages"]
    assert sum(page.agree for page in pages) >= floors["least_agreeing"]
    assert len([page for page in alone if page.name not in listed()]) <= floors["most_found_by_tolerant_alone"], alone
    assert sum(not page.spared for page in pages) <= floors["most_in_need_of_a_second_parse"]


@pytest.mark.slow
@pytest.mark.corpus
def test_no_page_is_spared_a_second_parse_that_would_find_something() -> None:
    assert [page for page in whole_corpus() if page.spared and any(item.traders for item in page.tolerant_alone)] == []


def test_every_difference_has_its_class_and_no_class_grew() -> None:
    classes, counted = gate()["class"], Counter(listed().values())
    assert counted.keys() == classes.keys()
    assert [name for name, count in counted.items() if count > classes[name]["most"]] == []


def test_no_floor_was_lowered_and_no_ceiling_raised() -> None:
    name = GATE.relative_to(ROOT).as_posix()
    done = (
        subprocess.run(["git", "show", f"HEAD:{name}"], cwd=ROOT, capture_output=True, text=True, check=False) if _git() else None
    )
    if done is None or done.returncode:
        pytest.skip("there is no committed gate file to compare with")
    before, now = figures(tomllib.loads(done.stdout)), figures(gate())
    worse = {key: value for key, value in before.items() if key in now and (now[key] - value) * (1 if "most" in key else -1) > 0}
    assert worse == {}
    assert {key for key in before if key.startswith("least")} <= now.keys()


def figures(table: Mapping[str, Any]) -> dict[str, int]:
    """The floors and ceilings of a gate file, by name."""
    of_corpus = {key: value for key, value in table["corpus"].items() if key != "pages"}
    return of_corpus | {f"most {name}": one["most"] for name, one in table["class"].items()}


def _git() -> bool:
    return shutil.which("git") is not None


@pytest.mark.parametrize(
    "broken", ["<a href='/hulp>Hulp</a><p>Bel 020 555 01 23</p>", '<a href="/hulp>Hulp</a><p>Mail hallo@winkel.nl</p>']
)
def test_what_only_the_tolerant_engine_keeps_makes_a_visit_ask_it(broken: str) -> None:
    page = compared(sample(broken))
    assert [item.traders for item in page.tolerant_alone] == [True]
    assert not page.spared


@pytest.mark.parametrize(
    "broken",
    ["<svg><p>Bel 020 555 01 23</p></svg>", "<!-- kop --!><p>Bel 020 555 01 23</p>", "<svg><style><p>Bel 020 555 01 23</p>"],
)
def test_what_only_the_fast_engine_keeps_needs_no_second_opinion(broken: str) -> None:
    page = compared(sample(broken))
    assert [item.traders for item in page.fast_alone] == [True]
    assert not page.tolerant_alone
