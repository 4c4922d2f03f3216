"""Read pages that were spoilt at random: `python -m tests.hostile.fuzz --minutes 10 --seed 1 [--save FOLDER] [--repeated]`.

Pages of the labelled corpus where it lies beside the checkout, else those of the demo street's shops, are spliced, cut, repeated,
given hostile pieces and turned bytes; with `--repeated` pages are a few pieces over and over (`repeated.py`). None may raise, and
none of at most a megabyte may take longer than the limit: the best of some tries, as on a quiet machine. A page is made again from
its seed and number: `--seed 1 --page 17`.
"""

import argparse
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from tests.hostile.pages import MEGABYTE, PAGES
from tests.hostile.repeated import Page, repeated
from tests.hostile.timing import LIMIT, cheapest, spent

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
TRIES = 6
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


def offence(page: Page) -> tuple[float, str]:
    """The seconds a page took, and what is wrong with it: "" or the reason."""
    try:
        took = spent(page(0)).total
        if took > LIMIT:
            took = cheapest(map(page, range(1, TRIES)), LIMIT).total
            return took, "slow" if took > LIMIT else ""
    except Exception as error:  # noqa: BLE001 - whatever is raised is the finding
        return 0.0, type(error).__name__
    return took, ""


def main() -> None:
    """Read spoilt pages until the time is over; keep those that offend, and end with 1 when there were any."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile.fuzz", description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repeated", action="store_true", help="pages of small pieces repeated, in place of spoilt ones")
    parser.add_argument("--page", type=int, help="only the page of this number, kept and timed")
    parser.add_argument("--save", type=Path, default=Path("fuzz-offenders"), help="folder for pages that offend")
    options = parser.parse_args()
    sys.exit(_run(options) if options.page is None else _one(options))


def _run(options: argparse.Namespace) -> int:
    end, slowest, reasons = time.monotonic() + 60 * options.minutes, (0.0, 0), Counter[str]()
    for number, page in enumerate(_pages(options), 1):
        took, reason = offence(page)
        slowest = max(slowest, (took, number))
        reasons[reason] += 1
        if reason:
            _keep(options, number, reason, page(0))
        if time.monotonic() > end:
            break
    bad = reasons.total() - reasons[""]
    sys.stdout.write(
        f"{reasons.total()} pages of seed {options.seed}, {bad} offend {dict(reasons - Counter({'': reasons['']}))}; "
        f"the slowest is --page {slowest[1]}: {1000 * slowest[0]:.0f} ms, the limit {1000 * LIMIT:.0f} ms\n"
    )
    return int(bad > 0)


def _pages(options: argparse.Namespace) -> Iterator[Page]:
    return repeated(options.seed) if options.repeated else (partial(_same, body) for body in pages(options.seed))


def _same(body: bytes, _salt: int) -> bytes:
    return body


def _one(options: argparse.Namespace) -> int:
    page = next(islice(_pages(options), options.page - 1, None))
    took, reason = offence(page)
    _keep(options, options.page, reason or "fine", page(0))
    sys.stdout.write(f"{1000 * took:.0f} ms {reason}, the limit {1000 * LIMIT:.0f} ms, kept in {options.save}\n")
    return int(bool(reason))


def _keep(options: argparse.Namespace, number: int, reason: str, body: bytes) -> None:
    options.save.mkdir(parents=True, exist_ok=True)
    (options.save / f"{options.seed}-{number}-{reason}.html").write_bytes(body)


if __name__ == "__main__":
    main()
