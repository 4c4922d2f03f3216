"""How a report is cited: a file in the Citation File Format 1.2.0, as a data set.

https://citation-file-format.github.io/. It is YAML; every text in it is written as JSON, which is YAML too and needs no rules of
quoting.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crawler.model.plain import plain
from reports.outputs.summary import Summary, standing_words
from reports.texts.texts import Texts

FILE = "CITATION.cff"
FORMAT = "1.2.0"
LICENCE = "Apache-2.0"
"""Of the program; the report has none until somebody publishes it."""


def write(folder: Path, report: Summary, words: Texts) -> None:
    """Write the citation into a folder. Raises OSError."""
    (folder / FILE).write_text("".join(f"{line}\n" for line in lines(report, words)), encoding="utf-8")


def lines(report: Summary, words: Texts) -> Iterator[str]:
    """The file, line by line."""
    product, name = words.plain("page.product"), plain(report.facts.list_name)
    told: dict[str, Any] = {
        "cff-version": FORMAT,
        "message": f"{standing_words(report.facts, words).rstrip('.')}. {words.plain('citation.message')}",
        "type": "dataset",
        "title": f"{words.plain('index.title')} ({name})" if name else words.plain("index.title"),
        "abstract": plain(words.plain("index.what"), 2000),
        "authors": [{"name": words.plain("citation.author", product=product, version=report.facts.version)}],
        "keywords": ["web shop", "consumer", "contact data", "findability"],
        "version": report.facts.version,
    }
    if report.days:
        told["date-released"] = report.days[1][:10]
    software = {"type": "software", "title": product, "version": report.facts.version, "license": LICENCE}
    told["references"] = [{**software, "authors": [{"name": words.plain("citation.program", product=product)}]}]
    yield from (f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in told.items())
