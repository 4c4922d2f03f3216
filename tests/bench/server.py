"""A server that costs nearly nothing: prepared bytes on one loopback address a shop; tells what it served at the end.

Started as `python -m tests.bench.server SHOPS PORT`; prints `ready`, `0` when the first request comes, then the number of pages
that it has served at every tenth of them. It serves until its standard input closes, then prints one line of JSON: {"pages": number
of pages served, "bytes": their bytes unpacked, "sent": bytes that went over the wire}. Who takes gzip gets it, as from most shops;
it was made before.
"""

import asyncio
import gzip
import json
import sys
from collections import Counter
from typing import NamedTuple

from tests.bench.pages import pages

EVERY = 10
"""Pages between two numbers told."""


class Answer(NamedTuple):
    """A page ready to be sent, plain and packed, and the bytes of its body."""

    plain: bytes
    packed: bytes
    size: int


def address(shop: int) -> str:
    """Give the loopback address of a shop."""
    return f"127.1.{shop // 250}.{shop % 250 + 1}"


def answers() -> dict[str, Answer]:
    """Give path -> page."""
    return {
        path: Answer(_response("200 OK", body), _response("200 OK", body, packed=True), len(body)) for path, body in pages().items()
    }


def _response(status: str, body: bytes, *, packed: bool = False) -> bytes:
    body = gzip.compress(body, 6, mtime=0) if packed else body
    coding = "Content-Encoding: gzip\r\n" if packed else ""
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n{coding}Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def serve(shops: int, port: int) -> Counter[str]:
    """Serve until standard input closes."""
    ready, missing, count = answers(), _response("404 Not Found", b"<h1>Not found</h1>"), Counter[str]()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while request := await reader.readline():
            if not count["requests"]:
                _say("0")
            count["requests"] += 1
            gzipped = False
            while (line := await reader.readline()) not in {b"\r\n", b""}:
                gzipped = gzipped or (line[:16].lower() == b"accept-encoding:" and b"gzip" in line)
            answer = ready.get(request.split(b" ", 2)[1].decode("ascii", "replace"))
            sent = missing if answer is None else answer.packed if gzipped else answer.plain
            if answer is not None:
                count.update(pages=1, bytes=answer.size, sent=len(sent))
                if count["pages"] % EVERY == 0:
                    _say(str(count["pages"]))
            writer.write(sent)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, [address(shop) for shop in range(shops)], port, backlog=512)
    async with server:
        _say("ready")
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    return count


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Read the two numbers, serve, tell."""
    shops, port = (int(word) for word in sys.argv[1:3])
    _say(json.dumps(asyncio.run(serve(shops, port))))


if __name__ == "__main__":
    main()
