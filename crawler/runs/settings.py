"""What a run is asked to do."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from crawler.lists.shards import Shard
from crawler.model.reason import Reason
from crawler.spiders.plan import AT_ONCE
from crawler.visiting.budget import Budget


class ProgressKind(StrEnum):
    """How a run tells how far it is."""

    AUTO = "auto"
    BAR = "bar"
    PLAIN = "plain"
    JSONL = "jsonl"
    NONE = "none"


class BrowserUse(StrEnum):
    """When shops are looked at with a browser too: where only that can settle what is open, never, or at all of them."""

    AUTO = "auto"
    NEVER = "never"
    ALWAYS = "always"


class EvidenceKept(StrEnum):
    """What is kept of pages as received: all, or of shops where both channels were met in a good place only the deciding ones."""

    FULL = "full"
    DECIDING = "deciding"


SAMPLE = "sample"
"""The setting that tells whether the list is a random sample: "yes", "no", or "" where nothing was said."""
LONGEST_NAMES = 2000
"""Letters of the names of archives that the store keeps; all of them are told among the evidence."""
UNDETERMINED = "undetermined"
RETRIES = (UNDETERMINED, *(reason.value for reason in Reason if reason not in {Reason.BAD_ROW, Reason.DUPLICATE_OF}))
"""What `--retry` takes: all that is undetermined, or one reason."""


Stored = Callable[[Path], AbstractContextManager[Callable[[str], None]]]
"""Gives, for the folder of a run, what is told of each shop whose visit was stored, by its id."""


@contextmanager
def nobody_told(_folder: Path) -> Iterator[Callable[[str], None]]:
    """Nothing is made of visits when they are stored."""
    yield lambda _shop_id: None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSettings:
    """One audit of one list into one folder.

    Where an `address` is given the list is that of one shop, in `country` (a code, "" where that is not told); `list_path` names
    it.
    `rate` is in documents a second for one shop and for one server, 0 for no limit. `allow_private` are address ranges that are
    opened. `retry` is one of RETRIES, "" to visit what is not done yet. `contact` is sent as `From`. `render_hours` is how long
    the pass with a browser may take, 0 for no limit; `open_chats` lets it open chat windows. `sample` tells whether the list is a
    random sample, None to leave what an earlier run said. Where there is a `shard`, only its rows of the list are visited.
    `workers` are the processes that visit, each `concurrency` shops at once; `turns` is the file in which they share their turns.
    Where there is an `index` (`crawler.replay.archives.index`) no request is made: its `archives`, by name, answer.
    `stored` is a function of a module, since it goes to other processes too.
    """

    list_path: Path
    out: Path
    address: str = ""
    country: str = ""
    proxy: str = ""
    rate: float = 1.0
    budget: Budget = field(default_factory=Budget)
    concurrency: int = AT_ONCE
    ca: str = ""
    allow_private: tuple[str, ...] = ()
    stop_list: frozenset[str] = frozenset()
    contact: str = ""
    user_agent: str = ""
    fresh: bool = False
    retry: str = ""
    progress: ProgressKind = ProgressKind.AUTO
    browser: BrowserUse = BrowserUse.NEVER
    render_hours: float = 0.0
    open_chats: bool = False
    evidence: EvidenceKept = EvidenceKept.FULL
    sample: bool | None = None
    shard: Shard | None = None
    workers: int = 1
    turns: Path | None = None
    index: Path | None = None
    archives: tuple[str, ...] = ()
    stored: Stored = nobody_told

    def told(self) -> dict[str, str]:
        """Give what the store keeps of it, so that a report can say how was looked."""
        return {
            "proxy": "yes" if self.proxy else "",
            "rate": f"{self.rate:g}",
            "pages": str(self.budget.pages),
            "thorough": "yes" if self.budget.thorough else "no",
            "user_agent": self.user_agent,
            "from": self.contact,
            "stop_list": str(len(self.stop_list)),
            "allow_private": " ".join(self.allow_private),
            "browser": self.browser.value,
            "retry": self.retry,
            "evidence_kept": self.evidence.value,
            "archives": ", ".join(self.archives)[:LONGEST_NAMES],
            SAMPLE: "" if self.sample is None else "yes" if self.sample else "no",
        }
