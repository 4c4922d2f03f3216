"""Run a command of the program in a world of a test's own, and tell what it did: `python -m tests.hostile.servers.audited WORLD`.

WORLD is a JSON file with `names` (host -> answers, one after the other, the last for ever; every other `.example` is at `shops`),
`shops` (the one address that may be connected to), `settings` (on top of the shipped ones), `kept` (seconds for which names are
remembered), `pdf` (seconds that reading a PDF may take) and `report`, the file that is written. It gets `connects` (address -> how
often), `refused` (what was tried though nobody may: the guard stopped it), `names` (asked for), `lag` (the most seconds for which
the run did one thing only), `peak` and `child_peak` (kilobytes of memory).
"""

import asyncio
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from crawler.document import pdf
from crawler.plumbing import names as guarded
from crawler.plumbing import settings as plumbing
from crawler.plumbing.names import NoSuchName

LOOKED_UP = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})


class World:
    """What a run may reach, and what it did."""

    def __init__(self, told: dict[str, Any]) -> None:
        self._shops: str = told["shops"]
        self._answers: dict[str, list[list[str]]] = told["names"]
        self.connects: Counter[str] = Counter()
        self.refused: list[str] = []
        self.names: Counter[str] = Counter()
        self.lag = 0.0
        self._beating: asyncio.Task[None] | None = None

    async def __call__(self, host: str) -> Sequence[str]:
        """Answer as a name server."""
        self._beating = self._beating or asyncio.create_task(self._beat())
        self.names[host] += 1
        answers = self._answers.get(host.removeprefix("www."), [[self._shops]] if host.endswith(".example") else [])
        if not answers:
            raise NoSuchName(host)
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if answer == ["silent"]:
            raise OSError("timeout")
        return answer

    def watch(self, event: str, told: tuple[Any, ...]) -> None:
        """Count connections, and stop any that leads elsewhere. Raises PermissionError."""
        if event in LOOKED_UP:
            self._stop(f"{event} {told[0]!r}")
        if event == "socket.connect" and isinstance(told[1], tuple):
            if told[1][0] != self._shops:
                self._stop(str(told[1][:2]))
            self.connects[told[1][0]] += 1

    async def _beat(self) -> None:
        """Note the longest time for which nothing else could go on."""
        while True:
            began = time.monotonic()
            await asyncio.sleep(0.02)
            self.lag = max(self.lag, time.monotonic() - began)

    def _stop(self, what: str) -> None:
        self.refused.append(what)
        raise PermissionError(what)

    def report(self, path: Path) -> None:
        """Tell what was done."""
        status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        peak = int(next(line for line in status if line.startswith("VmHWM:")).split()[1])
        child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        told = {"connects": self.connects, "refused": self.refused, "names": self.names, "lag": self.lag, "peak": peak}
        told["child_peak"] = child
        path.write_text(json.dumps(told), encoding="utf-8")


def main() -> None:
    """Change the world, then do as a user does."""
    told = json.loads(Path(sys.argv.pop(1)).read_text(encoding="utf-8"))
    world = World(told)
    guarded.KEPT, pdf.SECONDS = told["kept"], told["pdf"]
    for name, value in {"NAME_LOOKUP": world, "LINE_PROBE": "tests.fetch_probe.line_is_up", **told["settings"]}.items():
        setattr(plumbing, name, value)
    sys.addaudithook(world.watch)
    from bereikbaar.__main__ import main as command  # noqa: PLC0415  # all that it imports is watched

    try:
        command()
    finally:
        world.report(Path(told["report"]))


if __name__ == "__main__":
    main()
