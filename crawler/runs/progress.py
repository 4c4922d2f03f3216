"""Tell how far a run is: a bar on a terminal, plain lines elsewhere, JSON lines for programs. Always on standard error."""

import json
import sys
from collections.abc import Callable, Iterable
from typing import Protocol, TextIO

from rich.console import Console, RenderableType
from rich.progress import BarColumn, Progress, TextColumn
from rich.text import Text

from crawler.model.sighting import Channel
from crawler.model.visit import Visit
from crawler.runs.settings import ProgressKind
from crawler.runs.tally import Tally

EVERY = 10.0
"""Seconds between two plain lines."""


class Teller(Protocol):
    """One way of telling."""

    def answered(self, tally: Tally) -> None:
        """A document came or failed."""

    def ended(self, tally: Tally, visit: Visit) -> None:
        """A visit is stored."""

    def close(self, tally: Tally) -> None:
        """The run is over, or was stopped."""


class Silence:
    """Tells nothing."""

    def answered(self, tally: Tally) -> None:
        """Nothing."""

    def ended(self, tally: Tally, visit: Visit) -> None:
        """Nothing."""

    def close(self, tally: Tally) -> None:
        """Nothing."""


class Lines(Silence):
    """A plain line every ten seconds, and one at the end."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._next = 0.0

    def answered(self, tally: Tally) -> None:
        """Say a line when it is time."""
        self._next = self._next or tally.began + EVERY
        if tally.clock() >= self._next:
            self._next = tally.clock() + EVERY
            print(tally.line, file=self._stream, flush=True)

    def close(self, tally: Tally) -> None:
        """Say the last line."""
        print(tally.line, file=self._stream, flush=True)


class JsonLines:
    """One JSON object a line: `shop` when a visit is stored, `tick` every ten seconds, `end` at the end."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._next = 0.0

    def answered(self, tally: Tally) -> None:
        """Tick when it is time."""
        self._next = self._next or tally.began + EVERY
        if tally.clock() >= self._next:
            self._next = tally.clock() + EVERY
            self._say("tick", tally)

    def ended(self, tally: Tally, visit: Visit) -> None:
        """Tell the shop."""
        classes = {item.channel.value: item.place_class.value for item in visit.placements}
        reason = visit.reason.value if visit.reason else None
        self._say("shop", tally, shop=visit.shop.id, reason=reason, pages=len(visit.pages), placements=classes)

    def close(self, tally: Tally) -> None:
        """Tell the end."""
        self._say("end", tally)

    def _say(self, event: str, tally: Tally, **more: object) -> None:
        left = tally.seconds_left
        line = {
            "event": event,
            "done": tally.done,
            "total": tally.total,
            "documents": tally.documents,
            "pages_per_second": round(tally.pace, 2),
            "seconds_left": None if left is None else round(left),
            "phone_found": tally.found[Channel.PHONE],
            "email_found": tally.found[Channel.EMAIL],
            "undetermined": dict(tally.reasons),
            **more,
        }
        print(json.dumps(line, ensure_ascii=False), file=self._stream, flush=True)


class _BarAndReasons(Progress):
    reasons = ""

    def get_renderables(self) -> Iterable[RenderableType]:
        yield from super().get_renderables()
        yield Text(self.reasons, no_wrap=True, overflow="ellipsis")


class Bar(Silence):
    """A live bar on a terminal, and below it the commonest reasons."""

    def __init__(self, stream: TextIO, total: int) -> None:
        columns = (BarColumn(bar_width=20), TextColumn("{task.description}"))
        self._bar = _BarAndReasons(*columns, console=Console(file=stream), refresh_per_second=4)
        self._task = self._bar.add_task("starting", total=total)
        self._bar.start()

    def answered(self, tally: Tally) -> None:
        """Move it."""
        self._bar.reasons = tally.undetermined
        self._bar.update(self._task, completed=tally.done, description=tally.counts)

    def close(self, tally: Tally) -> None:
        """Leave the last state on the screen."""
        self.answered(tally)
        self._bar.stop()


class Sturdy:
    """Tells in one way for as long as that can be written: a terminal that is gone, or a full disk, costs no shop its visit."""

    def __init__(self, way: Teller) -> None:
        self._way = way

    def answered(self, tally: Tally) -> None:
        """Tell, or be silent from now on."""
        self._tell(lambda: self._way.answered(tally))

    def ended(self, tally: Tally, visit: Visit) -> None:
        """Tell, or be silent from now on."""
        self._tell(lambda: self._way.ended(tally, visit))

    def close(self, tally: Tally) -> None:
        """Tell the end, where there is anybody to tell."""
        self._tell(lambda: self._way.close(tally))

    def _tell(self, tell: Callable[[], None]) -> None:
        try:
            tell()
        except OSError:
            self._way = Silence()


def teller(kind: ProgressKind, total: int, stream: TextIO | None = None) -> Teller:
    """Give the way of telling that was asked for; `auto` is a bar on a terminal and plain lines elsewhere."""
    stream = stream or sys.stderr
    if kind is ProgressKind.NONE:
        return Silence()
    if kind is ProgressKind.JSONL:
        return JsonLines(stream)
    if kind is ProgressKind.BAR or (kind is ProgressKind.AUTO and stream.isatty()):
        return Bar(stream, total)
    return Lines(stream)
