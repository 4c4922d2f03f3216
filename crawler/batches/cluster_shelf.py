"""Where workers put their parts: a folder that all machines share, or any address that fsspec knows (s3://, gs://, abfs:// ...).

A part is one archive, under a name that no other has, and then a label, under the name of the batch. The label is what counts: it
is written whole or not at all, and where two workers finish the same batch the first label stays and the second worker takes its
archive away. So a part that has a label is complete, and an archive without one is nothing.
"""

import hashlib
import json
import os
import tarfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Self

import fsspec
from fsspec.implementations.local import LocalFileSystem

LABEL, ARCHIVE = ".json", ".tar"
MARK = "bereikbaar-parts.json"
"""The file by which a worker sees that it looks at the same place as the one who sent it."""
PIECE = 1 << 20


class ShelfError(Exception):
    """A part cannot be put there, or is not what its label says; the message tells which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A part that is there: the batch it is of, its archive, the SHA-256 and bytes of that, and which machine made it."""

    batch: str
    archive: str
    sha256: str
    size: int
    host: str = ""


class Shelf:
    """One place, for the parts of one run. Raises ShelfError for an address that nothing here can read."""

    def __init__(self, url: str, run: str) -> None:
        with _told(url):
            self._files, root = fsspec.core.url_to_fs(url)
        self._folder = f"{root.rstrip('/')}/{run}"

    def open(self) -> Self:
        """Make the place, and leave the mark in it. Raises ShelfError."""
        with _told(self._folder):
            self._files.makedirs(self._folder, exist_ok=True)
            self._files.pipe_file(self._path(MARK), b"{}")
        return self

    @property
    def is_there(self) -> bool:
        """Whether the mark can be seen from here. Raises ShelfError."""
        with _told(self._folder):
            return bool(self._files.exists(self._path(MARK)))

    def labels(self) -> list[Label]:
        """The parts that are there. Raises ShelfError."""
        with _told(self._folder):
            self._files.invalidate_cache()
            names = [Path(found).name for found in self._files.ls(self._folder, detail=False)]
            return [self._read(name) for name in sorted(names) if name.endswith(LABEL) and name != MARK]

    def label(self, batch: str) -> Label | None:
        """The part of a batch, None while there is none. Raises ShelfError."""
        with _told(self._folder):
            self._files.invalidate_cache()
            name = f"{batch}{LABEL}"
            return self._read(name) if self._files.exists(self._path(name)) else None

    def put(self, batch: str, folder: Path, host: str = "") -> Label:
        """Put a folder there as the part of a batch; give the label that counts, which may be an earlier one. Raises ShelfError."""
        archive = f"{batch}-{uuid.uuid4().hex[:12]}{ARCHIVE}"
        with _told(self._folder):
            with self._files.open(self._path(archive), "wb") as file:
                measured = _Measured(file)
                with tarfile.open(fileobj=measured, mode="w|", format=tarfile.PAX_FORMAT) as tar:  # type: ignore[call-overload]
                    tar.add(folder, arcname=".")
            label = Label(batch=batch, archive=archive, sha256=measured.digest, size=measured.size, host=host)
            if self._written(label):
                return label
            self._files.rm_file(self._path(archive))
            return self.label(batch) or label

    def get(self, label: Label, folder: Path) -> None:
        """Unpack a part into a folder, checked against its label. Raises ShelfError."""
        with _told(self._folder), self._files.open(self._path(label.archive), "rb") as file:
            measured = _Measured(file)
            with tarfile.open(fileobj=measured, mode="r|") as tar:  # type: ignore[call-overload]
                tar.extractall(folder, filter="data")
            while measured.read(PIECE):
                pass
        if measured.digest != label.sha256:
            raise ShelfError(f"{self._path(label.archive)}: is not what its worker wrote: remove it and its label, and start again")

    def remove(self, label: Label) -> None:
        """Take a part away. Raises ShelfError."""
        with _told(self._folder):
            for name in (f"{label.batch}{LABEL}", label.archive):
                with suppress(FileNotFoundError):
                    self._files.rm_file(self._path(name))

    def clear(self) -> None:
        """Take all of this run away, also what has no label. Raises ShelfError."""
        with _told(self._folder), suppress(FileNotFoundError):
            self._files.rm(self._folder, recursive=True)

    def _written(self, label: Label) -> bool:
        """Write a label where there is none yet; give whether it is this one."""
        path, body = self._path(f"{label.batch}{LABEL}"), json.dumps(asdict(label)).encode()
        try:
            if isinstance(self._files, LocalFileSystem):
                _linked(Path(path), body)
            else:
                self._files.pipe_file(path, body, mode="create")
        except FileExistsError:
            return False
        return True

    def _read(self, name: str) -> Label:
        return Label(**json.loads(self._files.cat_file(self._path(name))))

    def _path(self, name: str) -> str:
        return f"{self._folder}/{name}"


def _linked(path: Path, body: bytes) -> None:
    """Write a file whole, at a name that nobody has. Raises FileExistsError."""
    part = path.with_name(f"{path.name}.{uuid.uuid4().hex}.part")
    try:
        with part.open("xb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        os.link(part, path)
    finally:
        part.unlink(missing_ok=True)


class _Measured:
    """A file whose bytes are counted and digested as they pass."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._sha256 = hashlib.sha256()
        self.size = 0

    @property
    def digest(self) -> str:
        return self._sha256.hexdigest()

    def write(self, data: bytes) -> int:
        self._sha256.update(data)
        self.size += len(data)
        return self._file.write(data)

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._sha256.update(data)
        self.size += len(data)
        return data


@contextmanager
def _told(place: str) -> Iterator[None]:
    """Say where it was that something could not be read or written: fsspec's own errors seldom do."""
    try:
        yield
    except ShelfError:
        raise
    except Exception as error:  # every kind of store has its own
        told: Any = getattr(error, "strerror", None) or error
        raise ShelfError(f"{place}: {told}") from error
