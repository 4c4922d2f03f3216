"""The sentences to quote as data: each with the table and the cells that its numbers are."""

import json
from collections.abc import Mapping
from pathlib import Path

from reports.table import Table
from reports.texts.press import press
from reports.texts.texts import Texts

FILE = "sentences.json"


def write_sentences(tables: Mapping[str, Table], folder: Path, texts: Texts) -> None:
    """Write the sentences of one language into a folder. Raises OSError."""
    told = [
        {
            "about": said.about,
            "text": said.text,
            "table": said.table,
            "cells": [dict(zip(("row", "column"), cell, strict=True)) for cell in said.cells],
        }
        for said in press(tables, texts)
    ]
    text = json.dumps({"language": texts.language, "sentences": told}, ensure_ascii=False, indent=1)
    (folder / FILE).write_text(text + "\n", encoding="utf-8")
