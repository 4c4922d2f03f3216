"""One connection of a visitor, as a hostile server sees it, and the list of what such servers do."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from crawler.model.reason import Reason

PHONE = "+31205550136"
CONTACT = '<p>Klantenservice: bel <a href="tel:020-5550136">020 555 01 36</a>.</p>'
TEXT = "<p>Mooie stoelen, stevige tafels en zachte kussens voor elke kamer, vandaag besteld en morgen in huis.</p>" * 4
HOME = (
    f"<!doctype html><html lang=nl><title>Winkel</title><nav><a href=/>Home</a> <a href=/contact>Contact</a></nav>"
    f"{TEXT}<footer>{CONTACT}</footer>"
)
"""A page that shows the phone number: a visit that comes to it finds it."""
HTML = "text/html; charset=utf-8"
OK = b"HTTP/1.1 200 OK\r\n"
HEAD = OK + b"Content-Type: text/html\r\n"


@dataclass(slots=True, kw_only=True)
class Line:
    """One request and the connection to answer it on; it is closed when the answer has been given."""

    writer: asyncio.StreamWriter
    port: int
    closed: int = 0
    host: str = ""
    path: str = ""
    head: bytes = b""

    async def send(self, *pieces: bytes) -> None:
        """Send bytes as they are."""
        self.writer.writelines(pieces)
        await self.writer.drain()

    async def again_and_again(self, piece: bytes, pause: float = 0.0) -> None:
        """Send a piece until the visitor hangs up."""
        while True:
            await self.send(piece)
            if pause:
                await asyncio.sleep(pause)

    async def reply(self, body: bytes | str, *headers: str, status: int = 200, kind: str = HTML) -> None:
        """Send a response in good order."""
        sent = body.encode() if isinstance(body, str) else body
        lines = (f"HTTP/1.1 {status} X", f"Content-Type: {kind}", f"Content-Length: {len(sent)}", "Connection: close", *headers)
        await self.send("\r\n".join((*lines, "", "")).encode("latin-1", "replace"), sent)

    async def lead(self, target: str | bytes) -> None:
        """Send a redirect, its target as it is; `{port}` stands for the port of this server, `{closed}` for one nobody is at."""
        place = target.encode() if isinstance(target, str) else target
        place = place.replace(b"{port}", str(self.port).encode()).replace(b"{closed}", str(self.closed).encode())
        await self.send(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nConnection: close\r\nLocation: ", place, b"\r\n\r\n")

    def reset(self) -> None:
        """Cut the connection off without a goodbye."""
        self.writer.transport.abort()


Answer = Callable[[Line], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One hostile server: `answer` to a visitor, and the `reason` its visit must end with, None where it is read.

    `told` stands in the detail of the visit, or of one of its fetches. `robots`: the case answers for robots.txt too, which is not
    there else. `silent`: the visit shows no channel, though it is read. `bare`: it has a port of its own, and answers before it
    is asked. `scheme` is that of its address in the list.
    """

    name: str
    answer: Answer
    reason: Reason | None
    told: str = ""
    robots: bool = False
    silent: bool = False
    bare: bool = False
    scheme: str = "http"

    @property
    def host(self) -> str:
        """The shop's host."""
        return f"{self.name}.example"


CASES: dict[str, Case] = {}
"""All cases, by the host of their shop."""


def add(case: Case) -> None:
    """Take a case in. Raises ValueError for a second one of that name."""
    if case.host in CASES:
        raise ValueError(f"{case.name} is there already")
    CASES[case.host] = case


def hostile(
    reason: Reason | None, told: str = "", *, robots: bool = False, silent: bool = False, bare: bool = False, scheme: str = "http"
) -> Callable[[Answer], Answer]:
    """Take a function in as a case that is named after it."""

    def keep(answer: Answer) -> Answer:
        name = getattr(answer, "__name__", "").replace("_", "-")
        add(Case(name=name, answer=answer, reason=reason, told=told, robots=robots, silent=silent, bare=bare, scheme=scheme))
        return answer

    return keep
