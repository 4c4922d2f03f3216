"""Reading a list: every line that is not blank becomes a row, good or bad; N rows in, N outcomes out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from crawler.lists.columns import TAG, meaning_of
from crawler.lists.shops import home_of, same_shop, shop_of, unsafe, with_digest
from crawler.lists.tables import ListError, Record, read_table
from crawler.model.reason import Reason
from crawler.model.row import Row
from crawler.model.shop import Shop

LONGEST_CELL = 2000
_SAMPLE = 50

Columns = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopList:
    """A list as understood: its rows, its columns (head, meaning: name, url, country, language or tag), how the file was read."""

    rows: tuple[Row, ...]
    columns: Columns
    encoding: str
    delimiter: str


def read_list(path: Path, *, allow_private: bool = False) -> ShopList:
    """Read a CSV or XLSX list of shops. Raises ListError when the file as a whole can not be used."""
    table = read_table(path)
    columns, records = _columns(path, table.records, allow_private=allow_private)
    if not records:
        raise ListError(f"{path}: there is no line below the heads of the columns; give one shop a line")
    rows = tuple(_Rows(columns, allow_private=allow_private).rows(records))
    return ShopList(rows=rows, columns=columns, encoding=table.encoding, delimiter=table.delimiter)


class _Rows:
    """Makes rows of records; remembers the shops it has seen, for duplicates and unique ids."""

    def __init__(self, columns: Columns, *, allow_private: bool) -> None:
        self._columns = columns
        self._allow_private = allow_private
        self._seen: dict[tuple[str, str, str], list[tuple[Shop, int]]] = {}
        self._ids: set[str] = set()

    def rows(self, records: Sequence[Record]) -> Iterator[Row]:
        for record in records:
            try:
                yield self._row(record)
            except ValueError as error:
                yield Row(line=record.line, cells=self._cells(record), reason=Reason.BAD_ROW, message=str(error))

    def _row(self, record: Record) -> Row:
        self._check(record)
        cells = self._cells(record)
        values = {meaning: value.strip() for (_, meaning), (_, value) in zip(self._columns, cells, strict=True) if meaning != TAG}
        shop = shop_of(
            values.pop("url"),
            **values,
            tags=tuple(cell for (_, meaning), cell in zip(self._columns, cells, strict=True) if meaning == TAG),
            allow_private=self._allow_private,
        )
        known = self._seen.setdefault(same_shop(shop.url), [])
        if line := next((line for other, line in known if _same_audience(shop, other)), None):
            message = f"names the same shop as line {line} ({shop.id}); remove one of the two"
            return Row(line=record.line, cells=cells, reason=Reason.DUPLICATE_OF, message=message)
        shop = self._with_unique_id(shop)
        known.append((shop, record.line))
        return Row(line=record.line, cells=cells, shop=shop)

    def _check(self, record: Record) -> None:
        if record.broken:
            raise ValueError(f"{record.broken}; correct the line")
        given, wanted = len(_trimmed(record.cells, len(self._columns))), len(self._columns)
        if given != wanted:
            few = "few" if given < wanted else "many"
            raise ValueError(f"too {few} cells: {given} where the list has {wanted} columns; check delimiters and quotation marks")
        if max(map(len, record.cells)) > LONGEST_CELL:
            raise ValueError(f"a cell is longer than {LONGEST_CELL} characters; shorten it")
        if unsafe(record.cells):
            raise ValueError("a cell holds control characters; type it again")

    def _cells(self, record: Record) -> tuple[tuple[str, str], ...]:
        heads = [head for head, _ in self._columns]
        heads += [f"column {number + 1}" for number in range(len(heads), len(record.cells))]
        cells = _trimmed(record.cells, len(self._columns))
        return tuple((head, value[:LONGEST_CELL]) for head, value in zip(heads, cells, strict=False))

    def _with_unique_id(self, shop: Shop) -> Shop:
        if shop.id in self._ids:
            shop = replace(shop, id=with_digest(shop.id, f"{shop.url}|{shop.country}|{shop.language}"))
        self._ids.add(shop.id)
        return shop


def _columns(path: Path, records: tuple[Record, ...], *, allow_private: bool) -> tuple[Columns, tuple[Record, ...]]:
    """The columns and the records below them; a file without heads gets made-up ones."""
    first = records[0].cells
    meanings = [meaning_of(head) for head in first]
    if all(meaning == TAG for meaning in meanings):
        return _without_heads(path, records, allow_private=allow_private)
    heads = _unique([" ".join(head.split()) or f"column {number}" for number, head in enumerate(first, start=1)])
    meanings = [meaning if meaning not in meanings[:number] else TAG for number, meaning in enumerate(meanings)]
    if "url" not in meanings:
        column = _column_of_addresses(records[1:], allow_private=allow_private)
        if column is None or column >= len(heads):
            raise ListError(f"{path}: no column holds addresses; name one `url` (found: {', '.join(heads)[:200]})")
        meanings[column] = "url"
    return tuple(zip(heads, meanings, strict=True)), records[1:]


def _without_heads(path: Path, records: tuple[Record, ...], *, allow_private: bool) -> tuple[Columns, tuple[Record, ...]]:
    column = _column_of_addresses(records, allow_private=allow_private)
    if column is None:
        raise ListError(f"{path}: no column holds addresses; give the columns heads and name one `url`")
    has_heads = len(records) > 1 and not set("./:@") & set("".join(records[0].cells[column : column + 1]))
    width = len(records[0].cells) if has_heads else max(column + 1, _usual_width(records))
    heads = _unique(list(records[0].cells)) if has_heads else [f"column {number}" for number in range(1, width + 1)]
    columns = tuple(
        (head if number != column or has_heads else "url", "url" if number == column else TAG) for number, head in enumerate(heads)
    )
    return columns, records[1:] if has_heads else records


def _column_of_addresses(records: Sequence[Record], *, allow_private: bool) -> int | None:
    counts = Counter(
        number
        for record in records[:_SAMPLE]
        for number in range(len(record.cells))
        if _is_address(record.cells[number : number + 1], allow_private=allow_private)
    )
    return min(counts, key=lambda number: (-counts[number], number)) if counts else None


def _is_address(cells: Sequence[str], *, allow_private: bool) -> bool:
    try:
        return bool(cells) and "." in cells[0] and bool(home_of(cells[0], allow_private=allow_private))
    except ValueError:
        return False


def _usual_width(records: Sequence[Record]) -> int:
    widths = Counter(len(record.cells) for record in records[:_SAMPLE])
    return max(widths, key=lambda width: (widths[width], width))


def _unique(heads: Sequence[str]) -> list[str]:
    seen: Counter[str] = Counter()
    unique = []
    for head in heads:
        seen[head] += 1
        unique.append(head if seen[head] == 1 else f"{head} ({seen[head]})")
    return unique


def _trimmed(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """The cells without empty ones beyond the last column."""
    end = len(cells)
    while end > width and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _same_audience(one: Shop, other: Shop) -> bool:
    """Whether two rows of one address ask the same: a shop may be listed once for each country and language."""
    pairs = ((one.country, other.country), (one.language, other.language))
    return all(left == right or left is None or right is None for left, right in pairs)
