"""The way from a folder to the pages of shops in the report of a run, where these are."""

import os
from pathlib import Path
from urllib.parse import quote

from reports.outputs.safe_text import file_name


class ShopLinks:
    """Addresses of the shop pages of the run in `run`, as seen from `folder`."""

    def __init__(self, run: Path, folder: Path) -> None:
        """Look for the report of the run."""
        self._report = run / "report"
        self._way = quote(Path(os.path.relpath(self._report.resolve(), folder.resolve())).as_posix())

    def page(self, shop_id: str) -> str:
        """The address of a shop's page; "" where the report has none."""
        name = shop_page(shop_id)
        return f"{self._way}/{quote(name)}" if (self._report / name).is_file() else ""


def shop_page(shop_id: str) -> str:
    """The page of a shop, as seen from the first page of its report."""
    return f"shops/{file_name(shop_id)}.html"
