"""A small disk that can be filled: a tmpfs of its own, where the user may mount one."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

SIZE = 48_000_000
"""Bytes; a run of the streets used here needs less than half of them."""
BLOCK = 1_000_000


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Give the folder, made if need be, as a disk of SIZE while the block runs. Raises OSError where that is not allowed."""
    folder.mkdir(parents=True, exist_ok=True)
    options = ["-t", "tmpfs", "-o", f"size={SIZE}", "chaos", str(folder)]
    try:
        done = subprocess.run(["mount", *options], capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise OSError("there is no program `mount`") from error
    if done.returncode:
        raise OSError(done.stderr.strip())
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@cache
def why_no_disk() -> str:
    """Why no small disk can be had here, "" where one can."""
    with TemporaryDirectory() as folder:
        try:
            with small_disk(Path(folder)):
                return ""
        except OSError as error:
            return str(error)


def fill(disk: Path, room: int) -> Path:
    """Write a file until the disk has no more than `room` bytes left; give the file, whose removal makes room again."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as out:
        size = BLOCK
        while size:
            try:
                size = min(size, out.write(bytes(size)) or 0)
            except OSError:
                size //= 2
        out.truncate(max(0, out.tell() - room))
    return filler
