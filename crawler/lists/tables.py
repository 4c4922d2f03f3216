"""A list file as records of cells, each with the line it begins on; hostile files are bounded before they are read.

Text: UTF-8 and UTF-16 with or without a byte order mark, else cp1252; cells split by `;`, `,`, tab or `|`, whichever fits the first
lines best. Spreadsheets: the first sheet of an XLSX file that holds anything.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from python_calamine import CalamineError, CalamineWorkbook

MOST_BYTES = 200_000_000
MOST_CELLS = 20_000_000
MOST_LINES_A_RECORD = 25
DELIMITERS = (";", ",", "\t", "|")
_SAMPLE = 20
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CELL_REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_OTHER_FORMATS = {b"\xd0\xcf\x11\xe0": "an old Excel file", b"%PDF": "a PDF", b"\x1f\x8b": "a compressed file"}


class ListError(ValueError):
    """A list as a whole can not be read; the message names the file and what to do."""


class Record(NamedTuple):
    """One record: the line it begins on (from 1, as an editor counts), its cells, and what broke it ("" if nothing)."""

    line: int
    cells: tuple[str, ...]
    broken: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTable:
    """The records of a file that are not blank, and how the file was understood."""

    records: tuple[Record, ...]
    encoding: str
    delimiter: str


def read_table(path: Path) -> ListTable:
    """Read a CSV or XLSX file. Raises ListError."""
    body = _body(path)
    told = next((name for magic, name in _OTHER_FORMATS.items() if body.startswith(magic)), "")
    if told:
        raise ListError(f"{path}: this is {told}; save the list as CSV or XLSX")
    table = _of_workbook(path, body) if body.startswith(b"PK\x03\x04") else _of_text(path, body)
    if not table.records:
        raise ListError(f"{path}: the list is empty; give it a column `url` with one shop a line")
    return table


def _body(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ListError(f"{path}: larger than {MOST_BYTES // 1_000_000} MB; split the list")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ListError(f"{path}: there is no such file; check the name") from error
    except OSError as error:
        raise ListError(f"{path}: can not be read ({error.strerror}); give the path of a CSV or XLSX file") from error


def _of_text(path: Path, body: bytes) -> ListTable:
    text, encoding = _decoded(path, body)
    lines = list(io.StringIO(text, newline=""))
    told = re.fullmatch(r"sep=(.)\s*", lines[0], re.IGNORECASE) if lines else None
    skipped = 1 if told else 0
    delimiter = told.group(1) if told else _delimiter_of(lines[:_SAMPLE])
    records = (record for record in _records(lines, delimiter, skipped) if record.broken or any(map(str.strip, record.cells)))
    return ListTable(records=tuple(records), encoding=encoding, delimiter=delimiter)


def _decoded(path: Path, body: bytes) -> tuple[str, str]:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if body.startswith(mark):
            return body.decode(encoding, "replace"), encoding
    head = body[:2000]
    if head[1::2].count(0) > len(head) // 4:
        return body.decode("utf-16-le", "replace"), "utf-16-le"
    if head[::2].count(0) > len(head) // 4:
        return body.decode("utf-16-be", "replace"), "utf-16-be"
    try:
        text, encoding = body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text, encoding = body.decode("cp1252", "replace"), "cp1252"
    if "\0" in text or len(_CONTROL.findall(text[:100_000])) * 20 > len(text[:100_000]):
        line = text.count("\n", 0, max(0, text.find("\0"))) + 1
        where = f" (a byte of zeros in line {line})" if "\0" in text else ""
        raise ListError(f"{path}: this is no text{where}; save the list as CSV or XLSX")
    return text, encoding


def _delimiter_of(lines: Sequence[str]) -> str:
    """The delimiter that splits most lines into as many cells as the first one has; a comma when none splits."""

    def fits(delimiter: str) -> tuple[int, int]:
        widths = [len(record.cells) for record in _records(lines, delimiter, 0) if any(record.cells)]
        return (widths.count(widths[0]), widths[0]) if widths and widths[0] > 1 else (0, 0)

    best = max(DELIMITERS, key=fits)
    return best if fits(best)[0] else ","


def _records(lines: Sequence[str], delimiter: str, skipped: int) -> Iterator[Record]:
    start = skipped
    while start < len(lines):
        cells, used, broken = _record(lines[start : start + MOST_LINES_A_RECORD], delimiter)
        yield Record(start + 1, cells, broken)
        start += used


def _record(lines: Sequence[str], delimiter: str) -> tuple[tuple[str, ...], int, str]:
    """The first record of the lines, how many of them it takes, and what broke it: then only its first line is taken."""
    for strict in (True, False):
        reader = csv.reader(lines, delimiter=delimiter, strict=strict)
        try:
            return tuple(next(reader)), reader.line_num, ""
        except csv.Error as error:
            if "end of data" in str(error):
                break
            if "limit" in str(error):
                return (lines[0][:200],), 1, "a cell is too long"
        except StopIteration:
            break
    return (lines[0].rstrip("\r\n"),), 1, 'a quotation mark " is opened and never closed'


def _of_workbook(path: Path, body: bytes) -> ListTable:
    _guard_workbook(path, body)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(body))
        sheets = (workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names)
        rows = next((rows for rows in sheets if any(any(map(_shown, row)) for row in rows)), [])
    except CalamineError as error:
        raise ListError(f"{path}: can not be read as XLSX ({error}); save it again as XLSX or CSV") from error
    records = (Record(number, tuple(map(_shown, row))) for number, row in enumerate(rows, start=1))
    return ListTable(records=tuple(record for record in records if any(record.cells)), encoding="xlsx", delimiter="")


def _guard_workbook(path: Path, body: bytes) -> None:
    """Refuse a file that unpacks to too much, or whose outermost cell would make the reader reserve too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            if sum(item.file_size for item in archive.infolist()) > MOST_BYTES:
                raise ListError(f"{path}: unpacks to more than {MOST_BYTES // 1_000_000} MB; split the list")
            names = [name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
            largest = max((_cells_of(archive.read(name)) for name in names), default=0)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise ListError(f"{path}: can not be read as XLSX ({error}); save it again as XLSX or CSV") from error
    if not names:
        raise ListError(f"{path}: this is no XLSX file; save the list as CSV or XLSX")
    if largest > MOST_CELLS:
        raise ListError(f"{path}: a cell stands far outside the list; delete the empty rows and columns around it")


def _cells_of(sheet: bytes) -> int:
    corners = [(_column(letters), int(digits)) for letters, digits in set(_CELL_REFERENCE.findall(sheet))]
    return max((column for column, _ in corners), default=0) * max((row for _, row in corners), default=0)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _shown(value: Any) -> str:
    """A cell as its reader sees it: 2026.0 is 2026."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
