"""What a browser costs: CPU time and memory of all its programs, and the end of a page that takes more than its budget."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress

import psutil

from crawler.model.rendering import RenderBudget

PAUSE = 0.2
"""Seconds between two looks: a page that fills memory as fast as it can gets some hundred megabytes further meanwhile."""


class Watch:
    """The programs of one browser, driver included, from the ones that were started on."""

    def __init__(self) -> None:
        self._roots: list[psutil.Process] = []
        self._before = 0.0

    def follow(self, roots: Iterable[psutil.Process]) -> None:
        """Follow these programs and whatever they start."""
        self._roots = list(roots)

    def end(self) -> None:
        """Kill what is left of them, and keep what they cost."""
        self._before += self._spent()
        programs = self.programs()
        for program in programs:
            with suppress(psutil.Error):
                program.kill()
        psutil.wait_procs(programs, timeout=5)
        self._roots = []

    def running(self) -> bool:
        """Whether the ones followed all run."""
        return all(root.is_running() and root.status() != psutil.STATUS_ZOMBIE for root in self._roots)

    def programs(self) -> list[psutil.Process]:
        """Give all that run."""
        found = []
        for root in self._roots:
            with suppress(psutil.Error):
                found += [root, *root.children(recursive=True)]
        return found

    def cpu_seconds(self) -> float:
        """Give the CPU time of all of them, of those that ended too; it never falls."""
        return self._before + self._spent()

    def renderers(self) -> list[psutil.Process]:
        """Give those that run pages."""
        found = []
        for program in self.programs():
            with suppress(psutil.Error):
                if "--type=renderer" in " ".join(program.cmdline()):  # a program may have its title set as one word
                    found.append(program)
        return found

    def page_memory(self) -> int:
        """Give the bytes that the pages' programs hold."""
        total = 0
        for program in self.renderers():
            with suppress(psutil.Error):
                total += program.memory_info().rss
        return total

    def kill_pages(self) -> None:
        """Kill the pages' programs; the browser stays."""
        for program in self.renderers():
            with suppress(psutil.Error):
                program.kill()

    async def exceeded(self, budget: RenderBudget, cut: Callable[[str], None]) -> None:
        """Look again and again; call `cut` with `cpu` or `memory` once the page takes more than its budget, and end with that."""
        start = self.cpu_seconds()
        while True:
            await asyncio.sleep(PAUSE)
            if self.cpu_seconds() - start > budget.cpu_seconds:
                return cut("cpu")
            if self.page_memory() > budget.memory:
                return cut("memory")

    def _spent(self) -> float:
        total = 0.0
        for program in self.programs():
            with suppress(psutil.Error):
                times = program.cpu_times()
                total += times.user + times.system + times.children_user + times.children_system
        return total
