"""Read pages that were spoilt at random: `python -m tests.hostile.fuzz --minutes 10 --seed 1 [--save FOLDER]`.

Pages of the labelled corpus where it lies beside the checkout, else those of the demo street's shops, are spliced, cut, repeated,
given hostile pieces and turned bytes. None may raise, and none of at most a megabyte may take longer than the limit, best of three.
"""

import argparse
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.hostile.pages import MEGABYTE, PAGES
from tests.hostile.timing import LIMIT, limit, seconds

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
PIECE = 20_000
"""Bytes of a hostile page that are put in."""

Spoil = Callable[[bytes, random.Random], bytes]
TAG = re.compile(rb"<[^<>]{1,200}>")


def sources() -> list[bytes]:
    """The pages to begin with."""
    folder = CORPUS if CORPUS.is_dir() else ROOT / "street" / "shops"
    found = [path.read_bytes() for path in sorted(folder.rglob("*.html")) if path.is_file()]
    return [body for body in found if 200 < len(body) <= MEGABYTE]


def _cut(body: bytes, chance: random.Random) -> bytes:
    return body[: chance.randrange(len(body) + 1)]


def _repeat(body: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(body) + 1)
    piece = body[start : start + chance.choice((3, 30, 300, 3_000))]
    return body[:start] + piece * chance.choice((2, 20, 200)) + body[start:]


def _drop(body: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(body) + 1)
    return body[:start] + body[start + chance.choice((1, 10, 1_000)) :]


def _flip(body: bytes, chance: random.Random) -> bytes:
    changed = bytearray(body)
    for _ in range(min(chance.choice((1, 10, 1_000)), len(changed))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _swap_tags(body: bytes, chance: random.Random) -> bytes:
    tags = TAG.findall(body)
    return TAG.sub(lambda found: chance.choice(tags) if chance.random() < 0.05 else found.group(), body)


def _drop_tags(body: bytes, chance: random.Random) -> bytes:
    return TAG.sub(lambda found: b"" if chance.random() < 0.1 else found.group(), body)


def _insert(body: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(body) + 1)
    piece = PAGES[chance.choice(sorted(PAGES))](PIECE, chance.randrange(1_000)).encode("utf-8", "replace")
    return body[:start] + piece + body[start:]


SPOIL: tuple[Spoil, ...] = (_cut, _repeat, _drop, _flip, _swap_tags, _drop_tags, _insert, _insert)


def pages(seed: int) -> Iterator[bytes]:
    """Spoilt pages without end, the same ones for a seed."""
    chance = random.Random(seed)
    found = sources()
    while True:
        body = chance.choice(found)
        if chance.random() < 0.3:
            other = chance.choice(found)
            body = body[: chance.randrange(len(body))] + other[chance.randrange(len(other)) :]
        for _ in range(chance.randrange(1, 5)):
            body = chance.choice(SPOIL)(body, chance)[:MEGABYTE]
        yield body


def offence(body: bytes) -> tuple[float, str]:
    """The seconds a page took, and what is wrong with it: "" or the reason."""
    try:
        took = seconds(body)
        if took > LIMIT:
            took = min(took, seconds(body), seconds(body))
            return took, "slow" if took > limit() else ""
    except Exception as error:  # noqa: BLE001 - whatever is raised is the finding
        return 0.0, type(error).__name__
    return took, ""


def main() -> None:
    """Read spoilt pages until the time is over; keep those that offend, and end with 1 when there were any."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile.fuzz", description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--save", type=Path, default=Path("fuzz-offenders"), help="folder for pages that offend")
    options = parser.parse_args()
    end, count, slowest, bad = time.monotonic() + 60 * options.minutes, 0, 0.0, 0
    for body in pages(options.seed):
        took, reason = offence(body)
        count, slowest = count + 1, max(slowest, took)
        if reason:
            bad += 1
            options.save.mkdir(parents=True, exist_ok=True)
            (options.save / f"{options.seed}-{count}-{reason}.html").write_bytes(body)
        if time.monotonic() > end:
            break
    sys.stdout.write(f"{count} pages, {bad} offend, slowest {1000 * slowest:.0f} ms, the limit now {1000 * limit():.0f} ms\n")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
