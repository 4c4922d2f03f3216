"""A table as data: CSV and JSON beside the page that shows it."""

import json
from pathlib import Path

from reports.outputs import table_view
from reports.outputs.csv_table import csv_lines
from reports.table import Table
from reports.texts.texts import Texts


def write_table(table: Table, folder: Path, texts: Texts) -> None:
    """Write `<id>.csv` and `<id>.json` into a folder; the JSON has title and note in the language of the texts. Raises OSError."""
    with csv_lines(folder / f"{table.id}.csv") as write_line:
        for line in table.as_lines():
            write_line(line)
    words = {"caption": table_view.plain_caption(table, texts), "note": table_view.note(table, texts).unescape()}
    text = json.dumps({**table.as_json(), **words}, ensure_ascii=False, indent=1)
    (folder / f"{table.id}.json").write_text(text + "\n", encoding="utf-8")
