"""What lies beside the pages of a report: what its columns mean, how it is cited, what Datasette is told of its store."""

from pathlib import Path

from reports.dictionary import Entry, entries
from reports.outputs import citation, datasette
from reports.outputs.csv_table import csv_lines
from reports.outputs.summary import Summary
from reports.texts.texts import Texts

DATA = "data.csv"


def write(folder: Path, report: Summary, words: Texts) -> None:
    """Write all of it into the folder of a report; of the store, which is not masked, a public report says nothing.

    Raises OSError.
    """
    with csv_lines(folder / DATA) as write_line:
        write_line(Entry._fields)
        for entry in entries():
            write_line((*entry[:-1], "; ".join(entry.values)))
    citation.write(folder, report, words)
    if not report.facts.public:
        datasette.write(folder, report)
