"""Lines put away on disk by group while they are made, to be read back group after group: memory holds none of them."""

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import IO, Any, Self


class Spool:
    """Lines by group; a context manager. Raises OSError as writing files does."""

    def __init__(self, groups: Sequence[str]) -> None:
        """Begin with no lines; groups are read back in the order given."""
        self._stack = ExitStack()
        self._files: dict[str, IO[str]] = {}
        for group in groups:
            made = TemporaryFile("w+", encoding="ascii")  # noqa: SIM115 - the stack closes it
            self._files[group] = self._stack.enter_context(made)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    def add(self, group: str, line: Any) -> None:
        """Put a line away: anything that JSON can hold. Raises KeyError for an unknown group."""
        self._files[group].write(json.dumps(line) + "\n")

    def lines(self) -> Iterator[tuple[str, Any]]:
        """Every line with its group."""
        for group, file in self._files.items():
            file.seek(0)
            for line in file:
                yield group, json.loads(line)
