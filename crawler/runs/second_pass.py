"""The second pass: shops that are still open are looked at again with a browser, in a process of its own.

That process is the store's only writer while it runs, and holds the folder too. It ends with the process that started it, however
that ends; shops it has not stored are looked at again by the next run.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.util import find_spec
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from types import FrameType
from typing import TYPE_CHECKING

from crawler.browser.find import find_browser
from crawler.browser.flags import sandbox_line
from crawler.plumbing.addresses import Allowed, networks
from crawler.plumbing.names import AresLookup, GuardedNames
from crawler.runs.crawl import visit_all
from crawler.runs.folder import STORE, Lock, RunError, logged
from crawler.runs.parent import end_with, tell
from crawler.runs.settings import BrowserUse, RunSettings
from crawler.runs.tally import Tally
from crawler.spiders.plan import Errand, headers
from crawler.store.errors import StoreError
from crawler.store.write import Store

if TYPE_CHECKING:
    from crawler.browser.renderer import ChromiumRenderer

_PASSED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


OWN_TRUST = "The browser trusts certificates of --ca only where its own store has them; docs/operations.md tells how."
"""Chromium takes authorities from that store alone; its flag for single keys would end the check of all that comes with the key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondPass:
    """How the pass ended: shops looked at, those left, and whether it was interrupted; `error` why it had to stop, "" if not.

    `pages` were opened in a browser, whose programs took `cpu_seconds` for them.
    """

    visited: int = 0
    left: int = 0
    pages: int = 0
    cpu_seconds: float = 0.0
    interrupted: bool = False
    error: str = ""


def look_again(settings: RunSettings, errands: Sequence[Errand], lock: Lock) -> SecondPass:
    """Look at these shops with a browser and store what is seen. Raises RunError."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    work = (settings, tuple(errands), sender, os.getpid(), lock)
    child = context.Process(target=_work, args=work, name="bereikbaar second pass")
    with _signals_passed_on(child):
        child.start()
        sender.close()
        try:
            outcome: SecondPass = receiver.recv()
        except EOFError:
            outcome = SecondPass(error="the pass with a browser ended by itself")
        child.join()
    if outcome.error:
        raise RunError(f"stopped: {outcome.error}. What was saved is kept: start again to go on.")
    return outcome


def browser_there(use: BrowserUse, shops: int, say: Callable[[str], None], *, ca: str = "") -> bool:
    """Whether there is a browser to look at so many shops with; where not, `say` is told. Raises RunError where it must be."""
    lacking = ""
    if find_spec("playwright") is None:
        lacking = "the extra `browser` is not installed: pip install 'bereikbaar[browser]'"
    elif find_browser() is None:
        lacking = "no Chromium was found: `bereikbaar doctor` tells how to get one"
    if lacking and use is BrowserUse.ALWAYS:
        raise RunError(f"--browser always: {lacking}")
    if lacking:
        say(f"{shops} shops stay undetermined: {lacking}.")
        return False
    say(f"Looking again at {shops} shops, with a browser.")
    if line := sandbox_line():
        say(line)
    if ca:
        say(OWN_TRUST)
    return True


@contextmanager
def _signals_passed_on(child: SpawnProcess) -> Iterator[None]:
    """Send Ctrl-C and its like on to the process that has work under way, which ends well, instead of ending here."""

    def pass_on(number: int, _frame: FrameType | None) -> None:
        if child.pid is not None and child.is_alive():
            os.kill(child.pid, number)

    before = {number: signal.signal(number, pass_on) for number in _PASSED_ON}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _work(settings: RunSettings, errands: Sequence[Errand], sender: Connection, parent: int, _lock: Lock) -> None:
    """What the other process does; it holds the folder until it ends."""
    os.setpgrp()
    end_with(parent)
    tally, error, interrupted = Tally(total=len(errands)), "", False
    settings = replace(settings, concurrency=os.cpu_count() or 1)
    renderer = _renderer(settings)
    try:
        with logged(settings.out), Store.open(settings.out / STORE) as store:
            interrupted = visit_all(settings, store, errands, tally, renderer)
    except (RunError, StoreError) as stopped:
        error = str(stopped).removeprefix("stopped: ")
    ended = SecondPass(
        visited=tally.done,
        left=len(errands) - tally.done,
        pages=renderer.pages,
        cpu_seconds=renderer.cpu_seconds,
        interrupted=interrupted,
        error=error,
    )
    tell(sender, ended)


def _renderer(settings: RunSettings) -> "ChromiumRenderer":
    from crawler.browser.guard_proxy import GuardProxy  # noqa: PLC0415 - the browser's library need not be installed
    from crawler.browser.renderer import ChromiumRenderer  # noqa: PLC0415

    def guard() -> GuardProxy:
        allowed = Allowed(networks=networks(settings.allow_private))
        return GuardProxy(GuardedNames(AresLookup(), allowed), allowed, upstream=settings.proxy, left_out=settings.stop_list)

    return ChromiumRenderer(
        lambda shop: headers(settings.user_agent, settings.contact, shop),
        guard,
        browsers=settings.concurrency,
        open_chats=settings.open_chats,
    )
