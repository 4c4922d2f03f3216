"""A server that costs nearly nothing: prepared bytes on one loopback address a shop; tells what it served at the end.

Started as `python -m tests.bench.server SHOPS PORT`; prints `ready`, serves until its standard input closes, then prints
{"pages": number of pages served, "bytes": their bytes} as one line of JSON.
"""

import asyncio
import json
import sys
from collections import Counter

from tests.bench.pages import pages


def address(shop: int) -> str:
    """Give the loopback address of a shop."""
    return f"127.1.{shop // 250}.{shop % 250 + 1}"


def answers() -> dict[str, bytes]:
    """Give path -> whole response."""
    return {path: _response("200 OK", "text/html; charset=utf-8", body) for path, body in pages().items()}


def _response(status: str, kind: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def serve(shops: int, port: int) -> Counter[str]:
    """Serve until standard input closes."""
    ready, missing, count = answers(), _response("404 Not Found", "text/html", b"<h1>Not found</h1>"), Counter[str]()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while request := await reader.readline():
            path = request.split(b" ", 2)[1].decode("ascii", "replace")
            while (await reader.readline()) not in {b"\r\n", b""}:
                pass
            answer = ready.get(path, missing)
            count["pages"] += answer is not missing
            count["bytes"] += len(answer) if answer is not missing else 0
            writer.write(answer)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, [address(shop) for shop in range(shops)], port, backlog=512)
    async with server:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    return count


def main() -> None:
    """Read the two numbers, serve, tell."""
    shops, port = (int(word) for word in sys.argv[1:3])
    sys.stdout.write(json.dumps(asyncio.run(serve(shops, port))) + "\n")


if __name__ == "__main__":
    main()
