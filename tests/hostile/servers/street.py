"""All hostile servers on loopback, and a few shops in good order among them."""

import asyncio
import contextlib
import csv
import io
import socket
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial

from tests.guarding import Listener, listening
from tests.hostile.servers import bodies, codings, heads, names, papers, sites, ways
from tests.hostile.servers.line import CASES, HOME, Case, Line
from tests.hostile.servers.names import SHOPS

ROSTER = (heads, bodies, codings, ways, names, papers, sites)
"""Where the cases are: importing them takes them in."""
GOOD = tuple(f"winkel-{number}.example" for number in range(1, 9))
"""Shops that harm nobody, and must not be harmed."""


@dataclass(slots=True, kw_only=True)
class HostileStreet:
    """The servers, while they run: `asked` counts requests by host and path, `inside` connections nobody may make."""

    cases: Mapping[str, Case] = field(default_factory=lambda: CASES)
    port: int = 0
    closed: int = 0
    ports: dict[str, int] = field(default_factory=dict)
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    traps: list[Listener] = field(default_factory=list)

    @property
    def inside(self) -> int:
        """How many connections came to an address that was not allowed."""
        return sum(trap.connections for trap in self.traps)

    def list_csv(self) -> str:
        """The list of shops: good ones stand between the others."""
        shops = [(case.host, self._address(case)) for case in self.cases.values()]
        for number, host in enumerate(GOOD):
            shops.insert(number * len(shops) // len(GOOD), (host, f"http://{host}:{self.port}/"))
        written = io.StringIO()
        csv.writer(written).writerows([("name", "url", "country", "language"), *((*shop, "NL", "nl") for shop in shops)])
        return written.getvalue()

    def _address(self, case: Case) -> str:
        return f"{case.scheme}://{case.host}:{self.ports.get(case.host, self.port)}/"

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, bare: Case | None = None) -> None:
        """Answer one connection, and close it."""
        line = Line(writer=writer, port=self.port, closed=self.closed)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            if bare is None:
                line.head = await reader.readuntil(b"\r\n\r\n")
                line.path = line.head.split(b" ", 2)[1].decode("latin-1")
                line.host = line.head.lower().partition(b"\r\nhost: ")[2].split(b"\r\n", 1)[0].decode().rpartition(":")[0]
                self.asked[line.host, line.path] += 1
            await _answer(line, bare or self.cases.get(".".join(line.host.split(".")[-2:])))
        writer.close()


async def _answer(line: Line, case: Case | None) -> None:
    if line.path == "/robots.txt" and not (case and case.robots):
        await line.reply("", status=404)
    elif case is None:
        await line.reply(HOME)
    else:
        await case.answer(line)


async def _run(street: HostileStreet, ready: threading.Event, over: threading.Event) -> None:
    async with contextlib.AsyncExitStack() as stack:
        for case in street.cases.values():
            if case.bare:
                meet = partial(street.meet, bare=case)
                server = await stack.enter_async_context(await asyncio.start_server(meet, SHOPS, 0))
                street.ports[case.host] = server.sockets[0].getsockname()[1]
        await stack.enter_async_context(await asyncio.start_server(street.meet, SHOPS, street.port, limit=2**20, backlog=1_000))
        ready.set()
        await asyncio.to_thread(over.wait)
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()


@contextmanager
def open_hostile_street(cases: Mapping[str, Case] = CASES) -> Iterator[HostileStreet]:
    """Serve the cases while the block runs; whoever connects to the port elsewhere on this machine is counted."""
    codings.prepare()
    street, ready, over = HostileStreet(cases=cases), threading.Event(), threading.Event()
    with ExitStack() as stack, socket.socket() as closed:
        trap = stack.enter_context(listening("127.0.0.1"))
        street.traps = [trap, stack.enter_context(listening("::1", trap.port))]
        street.port = trap.port
        closed.bind((SHOPS, 0))  # and not listened to: whoever connects is refused
        street.closed = closed.getsockname()[1]
        thread = threading.Thread(target=lambda: asyncio.run(_run(street, ready, over)), daemon=True)
        thread.start()
        assert ready.wait(10)
        try:
            yield street
        finally:
            over.set()
            thread.join(10)
