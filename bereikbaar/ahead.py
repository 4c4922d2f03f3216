"""Judging shops of a long list while an audit visits others, so that the report need not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.store.read import Archive
from reports.length import is_long, is_part


@contextmanager
def judging_ahead(folder: Path) -> Iterator[Callable[[str], None]]:
    """Give what judges a shop of the run in `folder` when its visit was stored; of a short list, or a part, it does nothing.

    Raises StoreError.
    """
    with Archive(folder) as archive:
        wanted = is_long(archive) and not is_part(archive)
    if not wanted:
        yield lambda _shop_id: None
        return
    from reports.long_list import ahead  # noqa: PLC0415  # few lists are long, and every worker would load what judges

    with ahead(folder) as judge:
        yield judge
