"""An audit that is killed, loses its browser or runs out of disk at random moments ends as an undisturbed one does.

`python -m tests.chaos` makes such audits with figures; the seed of a failure is in the name of its test.
"""

import pytest

from crawler.browser.find import find_browser
from tests.chaos.disk import why_no_disk
from tests.chaos.plans import EVERY, FEW, Kind, plan_of
from tests.chaos.storm import storm

pytestmark = [pytest.mark.xdist_group("chaos"), pytest.mark.timeout(900)]
MANY = 50
ALWAYS = frozenset({1, 2})
"""Seeds of every test: killed, told to end, and out of disk."""
SEEDS = [pytest.param(seed, marks=() if seed in ALWAYS else pytest.mark.slow) for seed in range(MANY)]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_is_left_as_by_an_undisturbed_run(seed: int) -> None:
    plan = plan_of(seed)
    if plan.needs_disk and (why := why_no_disk()):
        pytest.skip(f"no disk to fill: {why}")
    if plan.rendered and find_browser() is None:
        pytest.skip("no Chromium on this machine")
    ended = storm(plan)
    assert ended.faults == ()
    assert ended.struck.total() > 0, "every blow came too late"


def test_the_few_seeds_and_the_many_have_blows_of_every_kind() -> None:
    few = {blow.kind for seed in range(FEW) for blow in plan_of(seed).blows}
    assert few >= {Kind.PARENT, Kind.BROWSER, Kind.BOTH, Kind.DISK, Kind.TERM}
    many = [plan_of(seed) for seed in range(MANY)]
    assert {blow.kind for plan in many for blow in plan.blows} == set(Kind)
    assert sum(plan.rendered for plan in many) == MANY // EVERY
