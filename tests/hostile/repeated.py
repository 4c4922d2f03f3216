"""Pages of a few small pieces repeated up to a megabyte: what costs more than in proportion shows there.

Spoilt real pages hold few of anything. Here thousands of labels stand over thousands of numbers, or links in one block.
"""

import random
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path

from tests.hostile.pages import MEGABYTE

PIECES = Path(__file__).with_name("pieces.txt").read_text("utf-8").splitlines()
"""Pieces of pages; `{}` stands for a number that counts up."""
BEGINNINGS = (
    "<html lang=nl>",
    "<html lang=nl><p>",
    "<html lang=de><table><tr><td>",
    "<html lang=fr><ul><li>",
    "<html lang=en><footer>",
)
BETWEEN = ("", "", " ", " ", "\n", "<br>", "<p>")
MOST = (1, 2, 3, 4, 5, 6, 8, 10, 12)
END = "</div></p></ul></table>"

Page = Callable[[int], bytes]
"""A page by its salt: another one begins to count elsewhere, so that nothing that is remembered answers."""


def repeated(seed: int) -> Iterator[Page]:
    """Pages without end, the same ones for a seed: one piece all through, or two of them, half and half."""
    chance = random.Random(seed)
    while True:
        yield partial(_page, [_half(chance) for _ in range(chance.choice((1, 2)))])


def _page(halves: list[tuple[str, str]], salt: int) -> bytes:
    return END.join(_filled(begin, unit, salt, MEGABYTE // len(halves)) for begin, unit in halves).encode()


def _half(chance: random.Random) -> tuple[str, str]:
    between = chance.choice(BETWEEN)
    return chance.choice(BEGINNINGS), between.join((*chance.choices(PIECES, k=chance.choice(MOST)), ""))


def _filled(begin: str, unit: str, salt: int, size: int) -> str:
    parts, left, numbers = [begin], size - len(begin) - len(END), count(10_000 + 1_000 * salt)
    while left > 0:
        parts.append(unit.replace("{}", str(next(numbers))) if "{}" in unit else unit)
        left -= len(parts[-1].encode())
    return "".join(parts)
