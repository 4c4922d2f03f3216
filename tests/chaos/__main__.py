"""Let audits be killed at random moments and go on; print what came of each seed, and figures at the end."""

import argparse
import sys
from collections import Counter

from tests.chaos.disk import why_no_disk
from tests.chaos.plans import Kind, plan_of
from tests.chaos.storm import Storm, storm


def main() -> int:
    """Make the seeds. Gives the exit status: 1 where one differs from an undisturbed run."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seeds", type=int, default=50, help="how many seeds (default 50)")
    parser.add_argument("--first", type=int, default=0, help="the first of them (default 0)")
    options = parser.parse_args()
    storms: list[Storm] = []
    for seed in range(options.first, options.first + options.seeds):
        plan = plan_of(seed)
        if plan.needs_disk and (why := why_no_disk()):
            _say(f"seed {seed}: left out, no disk to fill: {why}")
            continue
        storms.append(storm(plan))
        _say(_line(storms[-1]))
    _say("\n".join(_figures(storms)))
    return int(any(item.faults for item in storms))


def _line(item: Storm) -> str:
    blows = ", ".join(blow.kind + ("" if item.struck[blow.kind] else " (too late)") for blow in item.plan.blows)
    place = "browser" if item.plan.rendered else "http"
    told = "".join(f"\n    {fault}" for fault in item.faults) or " the same"
    return f"seed {item.plan.seed:3} {place:7} {item.runs} runs, {item.seconds:5.1f} s: {blows}:{told}"


def _figures(storms: list[Storm]) -> list[str]:
    struck = sum((item.struck for item in storms), Counter[Kind]())
    rendered, same = sum(item.plan.rendered for item in storms), sum(not item.faults for item in storms)
    runs, killed = sum(item.runs for item in storms), sum(item.killed for item in storms)
    return [
        f"{len(storms)} seeds, {rendered} with a browser: {same} ended as an undisturbed run does",
        f"{runs} runs, {killed} processes killed, {sum(item.seconds for item in storms):.0f} s",
        ", ".join(f"{kind}: {count}" for kind, count in sorted(struck.items())),
    ]


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
