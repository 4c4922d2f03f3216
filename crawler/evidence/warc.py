"""One WARC file a shop visit, written while the visit runs.

The container is not compressed (gzip a record costs more than reading the page), bodies keep their content coding.
"""

import contextlib
import os
from pathlib import Path
from typing import BinaryIO

from crawler.evidence.exchange import Exchange, Resource, digest
from crawler.evidence.layout import END, about, identity, request_record, resource_head, response_head
from crawler.evidence.read import read_capture
from crawler.evidence.thin import TextOf, thin
from crawler.model.capture import Capture, Via


def record_path(folder: Path, shop_id: str, number: int) -> Path:
    """Give the path of a visit's WARC below the evidence folder; the two hex digits spread the files."""
    return folder / digest(shop_id.encode())[:2] / f"{shop_id}.{number}.warc"


class EvidenceError(Exception):
    """The evidence cannot be kept (disk full, read-only): the run must stop, for a finding without evidence is none."""


class ShopRecord:
    """The evidence of one visit. Nothing is created before the first write; `finish` gives it its final name.

    A record that could once not be written is never finished, whoever did not look: the visit would rest on less than it saw.
    """

    def __init__(self, folder: Path, shop_id: str, number: int) -> None:
        self.path = record_path(folder, shop_id, number)
        self._part = self.path.with_name(self.path.name + ".part")
        self._out: BinaryIO | None = None
        self._end = 0
        self._failed: EvidenceError | None = None

    def write(self, exchange: Exchange) -> int:
        """Append a response and its request; give the offset of the response record. Raises EvidenceError.

        What a person's browser, or the maker of an archive, asked with is not known, and no request is made up for it.
        """
        own_id = identity()
        request = () if exchange.via in {Via.HAND, Via.ARCHIVE} else ((request_record(exchange, own_id), b""),)
        return self._write(exchange.at, (response_head(exchange, own_id), exchange.body), *request)

    def keep(self, resource: Resource) -> int:
        """Append what a browser made of a page; give the offset of its record. Raises EvidenceError."""
        return self._write(resource.at, (resource_head(resource, identity()), resource.body))

    def copy(self, at: str, records: bytes) -> int:
        """Append records of an earlier visit as they stand there; give the offset of the first. Raises EvidenceError."""
        return self._write(at, (records.removesuffix(END), b""))

    def capture(self, offset: int) -> Capture:
        """Read one response back. Raises CodingError, OSError, or EvidenceError where the disk takes no more."""
        if self._out is not None:
            try:
                self._out.flush()
            except OSError as error:
                raise self._unwritten(error) from error
        return read_capture(self._part if self._out is not None else self.path, offset)

    def thin(self, dropped: frozenset[int], text_of: TextOf) -> dict[int, int]:
        """Keep only the text of the responses at these offsets; give the new offset of each other record. Raises EvidenceError."""
        if self._out is None:
            return {}
        smaller = self._part.with_name(f"{self._part.name}.part")
        try:
            self._out.flush()
            moved = thin(self._part, smaller, dropped, text_of)
            self._out.close()
            smaller.replace(self._part)
            self._out = self._part.open("ab")
        except OSError as error:
            raise self._unwritten(error) from error
        return moved

    def finish(self) -> str:
        """Flush to disk and give the file its final name; "" when nothing was ever received. Raises EvidenceError."""
        if self._failed is not None:
            self.drop()
            raise self._failed
        if self._out is None:
            return ""
        try:
            self._out.flush()
            os.fsync(self._out.fileno())
            self._out.close()
            self._part.replace(self.path)
        except OSError as error:
            self.drop()
            raise self._unwritten(error) from error
        self._out = None
        return f"{self.path.parent.name}/{self.path.name}"

    def drop(self) -> None:
        """Throw the unfinished file away: the visit will be made again."""
        if self._out is not None:
            with contextlib.suppress(OSError):
                self._out.close()
            self._out = None
            with contextlib.suppress(OSError):
                self._part.unlink(missing_ok=True)

    def _unwritten(self, error: OSError) -> EvidenceError:
        self._failed = EvidenceError(f"cannot write {self._part}: {error.strerror or error}")
        return self._failed

    def _write(self, at: str, *records: tuple[bytes, bytes]) -> int:
        try:
            if self._out is None:
                self._open(at)
            offset = self._end
            for head, body in records:
                self._append(head, body)
        except OSError as error:
            raise self._unwritten(error) from error
        return offset

    def _open(self, at: str) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._out = self._part.open("wb")
        self._append(about(at), b"")

    def _append(self, head: bytes, body: bytes) -> None:
        if self._out is None:
            raise ValueError(f"{self.path} is finished")
        self._out.write(head)
        self._out.write(body)
        self._out.write(END)
        self._end += len(head) + len(body) + len(END)
