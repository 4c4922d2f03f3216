"""What a run counts while it is under way."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from crawler.model.placement import PLACED
from crawler.model.sighting import Channel
from crawler.model.visit import Visit
from crawler.runs.choose import why_undetermined


@dataclass(slots=True, kw_only=True)
class Tally:
    """What was counted so far. `total` shops are to be visited in this run."""

    total: int
    clock: Callable[[], float] = time.monotonic
    done: int = 0
    documents: int = 0
    found: Counter[Channel] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    began: float = 0.0

    def __post_init__(self) -> None:
        self.began = self.clock()

    def add(self, visit: Visit) -> None:
        """Count a finished visit: where phone and e-mail were found, or why not."""
        self.done += 1
        for channel in PLACED:
            self.found[channel] += visit.placement(channel).place_class.positive
        both = (visit.reason, *(visit.placement(channel).reason for channel in PLACED))
        self.reasons.update(reason.value for reason in why_undetermined(both))

    @property
    def pace(self) -> float:
        """Documents a second since the start."""
        return self.documents / max(self.clock() - self.began, 0.001)

    @property
    def seconds_left(self) -> float | None:
        """A guess from the shops done so far, None while there are none."""
        if not self.done:
            return None
        return (self.clock() - self.began) / self.done * (self.total - self.done)

    @property
    def counts(self) -> str:
        """How far it is, for a person, without the reasons."""
        parts = [
            f"{self.done} of {self.total} shops",
            f"phone found {self.found[Channel.PHONE]}",
            f"e-mail found {self.found[Channel.EMAIL]}",
            f"{self.pace:.1f} pages/s",
        ]
        if self.seconds_left and self.done < self.total:
            parts.append(f"{duration(self.seconds_left)} left")
        return " · ".join(parts)

    @property
    def undetermined(self) -> str:
        """The commonest reasons, "" while there are none."""
        told = ", ".join(f"{reason} {count}" for reason, count in self.reasons.most_common(5))
        return f"undetermined: {told}" if told else ""

    @property
    def line(self) -> str:
        """All of it in one line."""
        return " · ".join(part for part in (self.counts, self.undetermined) if part)


def duration(seconds: float) -> str:
    """Give a span of time in its two largest units.

    >>> duration(3700), duration(65), duration(4)
    ('1 h 1 min', '1 min 5 s', '4 s')
    """
    hours, rest = divmod(int(seconds + 0.5), 3600)
    minutes, left = divmod(rest, 60)
    parts = [(hours, "h"), (minutes, "min"), (left, "s")]
    while len(parts) > 1 and not parts[0][0]:
        parts.pop(0)
    return " ".join(f"{count} {unit}" for count, unit in parts[:2])
