"""docs/studies.md: what the known studies published, and what the demo street gives in the same form.

python -m tests.studies_page     audit the street and bring the page up to date
"""

import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from crawler.model.reason import Reason
from crawler.store.read import Archive
from reports.method import table
from reports.outputs.study_page import difference, name
from reports.run import verdicts
from reports.studies.filled import filled
from reports.studies.recipes import Study, names, study
from reports.table import Cell, Level, Table, TableRow
from reports.tables.open_answers import SETTLED
from reports.tally import Tally
from reports.texts.texts import texts
from street.server import open_street
from tests.auditing import audit

PAGE = Path(__file__).resolve().parents[1] / "docs" / "studies.md"
WIDTH = 128
NO_SHOPS = frozenset({Reason.BAD_ROW, Reason.DUPLICATE_OF})
WORDS = texts("en")
HEAD = """# Known studies

`bereikbaar report results --study nos-2023` ([Reading the report](report.md#known-studies)) fills a study's table from your run,
beside what the study published, and tells how the two differ: the page `results/report/study-nos-2023.html`, and its table as CSV
and JSON.

Published figures are those that the sources named here give; what they do not tell is said to be not known. A study is one file
of `reports/studies/`, and one algorithm fills all of them: each number of a run is a cell of its tables.

Below is what the shops of the demo street give, without a browser. They are made up, one for each kind of trouble that shops give a
visitor, so these figures say nothing of real shops, and differ from those of the studies for that reason first. Without a browser
most negatives stay open, so the ranges are wide. The page is made by `python -m tests.studies_page`, and a test makes it again.

Why an answer is open, by the table `p2-reasons`, of {n} shops:
"""


def page(run: Path) -> str:
    """The page, of a run over the demo street."""
    with Archive(run) as archive:
        tables = Tally.of(item for item in verdicts(archive) if item.dossier.row.reason not in NO_SHOPS).tables()
    reasons = table(("reason", "phone", "e-mail"), waiting(tables["p2-reasons"]))
    return (
        "\n".join(
            [HEAD.format(n=tables["p1"].n), reasons, *(part for it in map(study, names()) for part in section(it, tables))]
        ).rstrip("\n")
        + "\n"
    )


def waiting(reasons: Table) -> Iterator[tuple[Cell, ...]]:
    """How many shops each reason leaves open, the commonest first."""
    rows = [row.cells for row in reasons.rows if row.level is Level.PART and row.cells[0] != SETTLED]
    return (
        (WORDS.plain(f"reason.{code}"), phone, email) for code, phone, _, email, _ in sorted(rows, key=lambda it: -int(str(it[1])))
    )


def section(it: Study, tables: dict[str, Table]) -> Iterator[str]:
    """What is known of one study, and the run in its form."""
    yield f"## {name(it, WORDS)}\n"
    yield f"`--study {it.id}`. Sites it looked at: {it.looked_at or 'not known here'}.\n"
    yield f"Known from: {'; '.join(it.sources) or 'not known here'}\n"
    rows = zip(it.figures, filled(it, tables).rows, strict=True)
    lines = [
        (WORDS.plain(f"study.figure.{it.id}.{one.id}"), published(row), ours(row), difference(it, one.id, WORDS).unescape())
        for one, row in rows
    ]
    yield table(("figure", "published", "demo street", "what each counts"), lines)
    yield "Differs in every figure:\n"
    yield listed("differs", it.differs)
    yield "Not known of it:\n"
    yield listed("unknown", it.unknown)


def listed(part: str, codes: tuple[str, ...]) -> str:
    """The words of these codes as a list."""
    told = (WORDS.plain(f"study.{part}.{code}") for code in codes)
    return "".join(textwrap.fill(text, WIDTH, initial_indent="- ", subsequent_indent="  ") + "\n" for text in told)


def published(row: TableRow) -> str:
    """What the study published."""
    count, of, percent = row.cells[1:4]
    return f"{count} of {of}" if of is not None else number(count if percent is None else percent, "" if percent is None else " %")


def ours(row: TableRow) -> str:
    """What the run gives: a range where answers are open."""
    yes, share, most, most_share, of = row.cells[4:]
    if of is None:
        return "not measured"
    if most is None:
        return f"{number(yes)}, over {of} shops"
    counted = f"{yes} of {of}" if yes == most else f"between {yes} and {most} of {of}"
    return f"{counted} ({number(share, ' %') if yes == most else f'{number(share)} to {number(most_share)} %'})"


def number(value: Cell, unit: str = "") -> str:
    """A number as the page writes it."""
    return f"{value:g}{unit}" if isinstance(value, int | float) else "not known"


def main() -> None:
    """Audit the street and write the page."""
    with TemporaryDirectory(prefix="bereikbaar-") as place, open_street() as street:
        done = audit(street, Path(place), "--no-report")
        if done.returncode:
            sys.exit(done.stderr)
        PAGE.write_text(page(Path(place) / "out"), encoding="utf-8")
    sys.stdout.write(f"{PAGE}: written\n")


if __name__ == "__main__":
    main()
