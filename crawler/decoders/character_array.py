"""A shuffled array of single characters and an array that tells where each belongs; the script writes them in order.

>>> restore(["o", "h", "i"], [2, 0, 1])
('hio', 'ioh')
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from crawler.decoders.written_script import HREF, TAG
from crawler.model.found import Decoded
from crawler.model.scene import Scene

CHARACTERS = re.compile(r"""=\s*(?:new\s+Array\s*\(|\[)\s*((?:(['"])\\?.\2\s*,\s*){5,3000}(['"])\\?.\3)\s*[\])]""")
NUMBERS = re.compile(r"=\s*(?:new\s+Array\s*\(|\[)\s*((?:\d{1,4}\s*,\s*){5,3000}\d{1,4})\s*[\])]")
ONE = re.compile(r"""(['"])\\?(.)\1""")


def decode(scene: Scene) -> Iterator[Decoded]:
    """Give the text of both readings of the arrays, where it holds an `@`; of the one that is a link alone where one is."""
    for script in scene.document.scripts:
        for markup in _restored(script.text) if script.text else ():
            targets = ["".join(groups) for groups in HREF.findall(markup)]
            for text in (*targets, TAG.sub(" ", markup).strip()):
                yield Decoded(text, "character-array", script.place, script.block, as_shown=text)


@lru_cache(maxsize=1024)
def _restored(code: str) -> tuple[str, ...]:
    if "@" not in code or ("'@'" not in code and '"@"' not in code):
        return ()
    characters, numbers = CHARACTERS.search(code), NUMBERS.search(code)
    if not characters or not numbers:
        return ()
    letters = [match[2] for match in ONE.finditer(characters[1])]
    readings = restore(letters, [int(number) for number in numbers[1].split(",")])
    return tuple(reading for reading in readings if HREF.search(reading)) or readings


def restore(letters: Sequence[str], numbers: Sequence[int]) -> tuple[str, ...]:
    """Put the letters in order: `numbers` as their targets, and as their sources; nothing when the lengths differ."""
    if sorted(numbers) != list(range(len(letters))):
        return ()
    placed = dict(zip(numbers, letters, strict=True))
    return "".join(placed[number] for number in range(len(letters))), "".join(letters[number] for number in numbers)
