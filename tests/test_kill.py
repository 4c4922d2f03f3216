"""An audit that is killed again and again, and started again, ends with what an undisturbed one would have found."""

import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from street.server import open_street
from tests.auditing import BAD_ROWS, StreetRun, audit, exported, timeless
from tests.test_audit import results, started, wait_for

pytestmark = [pytest.mark.xdist_group("street"), pytest.mark.slow]

AT_ONCE = ("--concurrency", "8")
SEED = "BEREIKBAAR_KILL_SEED"


def moments(kills: int, shops: int) -> Iterator[tuple[int, float]]:
    """When to kill: after so many shops more are done, and so many seconds. Half the street is left when all kills are over."""
    seed = int(os.environ.get(SEED) or random.SystemRandom().randrange(10**6))
    print(f"killed at the moments of {SEED}={seed}")  # noqa: T201  # shown when the test fails
    drawn = random.Random(seed)
    for _ in range(kills):
        yield drawn.randint(1, max(1, shops // (2 * kills))), drawn.uniform(0, 0.4)


@pytest.mark.parametrize("kills", [3, pytest.param(10, marks=pytest.mark.slow)])
def test_killed_and_resumed_gives_what_an_undisturbed_run_gives(whole_street: StreetRun, tmp_path: Path, kills: int) -> None:
    with open_street() as street:
        rows = "\n".join((*BAD_ROWS, ""))
        (tmp_path / "street.csv").write_text(street.list_csv() + rows, encoding="utf-8")
        for shops, seconds in moments(kills, len(street.shops)):
            with started(tmp_path / "street.csv", tmp_path / "out", "--proxy", street.url, *AT_ONCE) as process:
                wait_for(process, shops)
                time.sleep(seconds)
                assert process.poll() is None, "killed too late: the run was over"
                process.send_signal(signal.SIGKILL)
        resumed = audit(street, tmp_path, "--no-report", rows=rows)
        assert resumed.returncode == 0, resumed.stderr
        assert [hit.path for host in street.shops for hit in street.trapped(host)] == []
    assert timeless(exported(tmp_path)) == timeless(whole_street.rows)
    assert results(tmp_path / "out") == results(whole_street.folder / "out")
    assert list((tmp_path / "out" / "evidence").rglob("*.part")) == []
