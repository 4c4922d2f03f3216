"""The examples of docs/reading.md: little pages, and what `bereikbaar read --explain` says of them.

    python -m tests.shown_pages        bring what the page shows up to date

An example is a block of HTML and the next block of text, whose head tells where the page stands, the country of its shop, and
which parts of the account are shown: each is told by how its first line begins, and goes on with the lines indented below it.
"""

import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner

from bereikbaar.__main__ import main as bereikbaar

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reading.md"
EXAMPLE = re.compile(
    r"^```html\n(?P<html>[^`]*?)^```\n(?P<between>(?:(?!^```).)*?)^```text (?P<head>[^\n]+)\n(?P<shown>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


class Example(NamedTuple):
    """A page, where it stands, and the parts of its account that are shown."""

    html: str
    url: str
    country: str
    parts: tuple[str, ...]
    shown: str


def example_of(match: re.Match[str]) -> Example:
    """Read an example. Raises KeyError when its head lacks a part."""
    head = dict(word.split("=", 1) for word in shlex.split(match["head"]))
    return Example(match["html"], head["url"], head["country"], tuple(head["show"].split("; ")), match["shown"])


def examples(text: str) -> list[Example]:
    """All examples of a page, in order."""
    return [example_of(match) for match in EXAMPLE.finditer(text)]


def account_of(example: Example) -> list[str]:
    """The whole account, in lines. Raises AssertionError when the command fails."""
    words = ["read", "--explain", "-", "--url", example.url, "--country", example.country]
    done = CliRunner().invoke(bereikbaar, words, input=example.html.encode())
    assert done.exit_code == 0, done.output
    return done.stdout.splitlines()


def said(example: Example) -> str:
    """What the page must show: the address, and the parts asked for. Raises AssertionError when the account lacks one."""
    account = account_of(example)
    lines = [line for part in example.parts for line in lines_of(part, account)]
    return "\n".join([account[0], *lines]) + "\n"


def lines_of(part: str, account: list[str]) -> Iterator[str]:
    """The lines of one part."""
    first = next((number for number, line in enumerate(account) if line.strip().startswith(part)), None)
    assert first is not None, f"no line of the account begins with {part!r}:\n" + "\n".join(account)
    depth = indent(account[first])
    yield account[first]
    for line in account[first + 1 :]:
        if not line or indent(line) <= depth:
            return
        yield line


def indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def up_to_date(text: str) -> str:
    """The page with what the program says now."""
    return EXAMPLE.sub(lambda match: match[0].removesuffix(match["shown"] + "```") + said(example_of(match)) + "```", text)


def main() -> int:
    """Bring the page up to date, and tell whether it changed."""
    old = PAGE.read_text(encoding="utf-8")
    new = up_to_date(old)
    PAGE.write_text(new, encoding="utf-8")
    sys.stdout.write("changed\n" if new != old else "up to date\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
