"""One run over one list: read it, visit what is not done yet, store every outcome.

A run can be stopped at any moment, killed too, and started again: finished shops are in the store, those under way are
visited again. N rows in give N outcomes out.
"""

import contextlib
import gc
import resource
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from crawler.evidence.manifest import unseal
from crawler.evidence.warc import EvidenceError
from crawler.lists import ListError, ShopList, one_shop, read_list
from crawler.model.row import Row
from crawler.plumbing import settings as plumbing
from crawler.runs.archived import visit_archives
from crawler.runs.choose import Done, errands, renderings, why_undetermined
from crawler.runs.crawl import visit_all
from crawler.runs.folder import STORE, Lock, RunError, locked, logged, start_over, sweep
from crawler.runs.needs import forecast
from crawler.runs.parts import Part, take_left
from crawler.runs.second_pass import SecondPass, browser_there, look_again
from crawler.runs.settings import RunSettings
from crawler.runs.tally import Tally
from crawler.spiders.plan import Errand
from crawler.store.errors import StoreError
from crawler.store.write import Store

Say = Callable[[str], None]
Visiting = Callable[[RunSettings, Store, Sequence[Errand], Tally], bool]
"""Visits shops, stores what comes of it and counts; tells whether it was interrupted. As `visit_all`."""
Asked = tuple[Row, ...] | Part
"""The rows of a whole list, or a part of one."""
SELDOM = (100_000, 20, 20)
"""How many new objects, and looks at the young ones, it takes for a look for cyclic garbage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """How a run ended. `visited` counts this run's visits, `left` the shops still to visit.

    `rendered` tells how the pass with a browser ended; nothing was visited in it where there was none.

    `rows` are all of the list, or of its part, `reasons` their undetermined shops by reason. `read_again` counts over all of them
    what the second opinion did: `shops` and `pages` read again, pages `spared`, sightings `added`, channels `turned`.
    """

    out: Path
    rows: tuple[Row, ...]
    visited: int
    left: int
    rendered: SecondPass
    interrupted: bool
    reasons: Mapping[str, int]
    read_again: Mapping[str, int]

    @property
    def bad_rows(self) -> tuple[Row, ...]:
        """The rows that name no shop to visit."""
        return tuple(row for row in self.rows if row.shop is None)


def audit(
    settings: RunSettings, say: Say = lambda _line: None, visit: Visiting | None = None, rows: tuple[Row, ...] | None = None
) -> RunResult:
    """Make one run; `say` is told beforehand what a large one takes. Raises RunError with a message for the user.

    Once a process: Scrapy's reactor cannot be started twice. `visit` is who visits the shops, over HTTP or in archives; `rows` are
    those of the list, where that is not to be read.
    """
    rows = listed(settings).rows if rows is None else rows
    return _audit(settings, Part.of_shard(rows, settings.shard) if settings.shard else rows, say, visit)


def audit_part(settings: RunSettings, part: Part, say: Say = lambda _line: None) -> RunResult:
    """Make one run over some rows of a list, into a folder of their own: for who merges it with others. As `audit` otherwise."""
    return _audit(settings, part, say, None)


def _audit(settings: RunSettings, asked: Asked, say: Say, visit: Visiting | None) -> RunResult:
    visit = visit or (visit_archives if settings.index else visit_all)
    settings = replace(settings, user_agent=settings.user_agent or plumbing.USER_AGENT)
    _raise_file_limit()
    collect_seldom()
    with locked(settings.out) as lock:
        if settings.fresh:
            start_over(settings.out)
        sweep(settings.out)
        try:
            with logged(settings.out):
                return _run(settings, asked, say, visit, lock)
        except (StoreError, EvidenceError) as error:
            raise RunError(str(error)) from error


def listed(settings: RunSettings) -> ShopList:
    """Read the list of a run, or make that of its one shop. Raises RunError."""
    private = bool(settings.allow_private)
    try:
        if settings.address:
            return one_shop(settings.address, settings.country, allow_private=private)
        return read_list(settings.list_path, allow_private=private)
    except ListError as error:
        raise RunError(str(error)) from error


def _run(settings: RunSettings, asked: Asked, say: Say, visit: Visiting, lock: Lock) -> RunResult:
    file = settings.out / STORE
    rows = asked.rows if isinstance(asked, Part) else asked
    with Store.open(file) as store:
        tally, interrupted = _first_pass(settings, asked, store, say, visit)
        waiting = [] if interrupted else renderings(rows, _done(store), store.looked_at(), settings.browser)
    second = SecondPass()
    if waiting and browser_there(settings.browser, len(waiting), say, ca=settings.ca):
        second = look_again(settings, waiting, lock)
    with Store.open(file) as store:
        return RunResult(
            out=settings.out,
            rows=rows,
            visited=tally.done,
            left=tally.total - tally.done,
            rendered=second,
            interrupted=interrupted or second.interrupted,
            reasons=_reasons(store),
            read_again=_read_again(store),
        )


def _first_pass(settings: RunSettings, asked: Asked, store: Store, say: Say, visit: Visiting) -> tuple[Tally, bool]:
    """Visit over HTTP what is to be visited; give the counts, and whether that was interrupted."""
    rows = asked.rows if isinstance(asked, Part) else asked
    if isinstance(asked, Part):
        store.start_run(settings.list_path, rows, {**settings.told(), **asked.told()}, asked.places)
    else:
        store.start_run(settings.list_path, rows, settings.told())
    unseal(settings.out)  # not before: a run that is refused, as its list is another, leaves what is sealed as it is
    take_left(store, settings.out)
    to_visit = errands(rows, _done(store), settings.retry)
    collect_seldom()  # what the list made stays until the end
    for line in forecast(len(to_visit), settings):
        say(line)
    tally = Tally(total=len(to_visit))
    return tally, bool(to_visit) and visit(settings, store, to_visit, tally)


def _done(store: Store) -> Done:
    return Done(last=store.last_visits(), outcomes=store.outcomes(), recorded=store.recorded())


def _reasons(store: Store) -> Counter[str]:
    """How many shops are undetermined for which reason, over all visits that are stored."""
    counted: Counter[str] = Counter()
    for reasons in store.outcomes().values():
        counted.update(reason.value for reason in why_undetermined(reasons))
    return counted


def _read_again(store: Store) -> Counter[str]:
    """What the second opinion did, over all visits that are stored."""
    counted: Counter[str] = Counter()
    for item in store.second_opinions():
        counted.update(shops=int(item.pages > 0), pages=item.pages, spared=item.spared, added=item.added, turned=len(item.turned))
    return counted


def _raise_file_limit() -> None:
    """Allow as many open files as the system lets us: a visit has a socket and a record."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def collect_seldom() -> None:
    """Look for cyclic garbage less often, and never among what is there already.

    Documents are thousands of tuples without cycles, and each look costs 7 % in all; a long list would cost at every request.
    """
    gc.freeze()
    gc.set_threshold(*SELDOM)
