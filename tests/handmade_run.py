"""A stored run of handmade visits, and files that persons filled in for it."""

import csv
import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from bereikbaar.__main__ import main
from crawler.model.visit import Visit
from crawler.store.write import Store
from reports.verdict import Verdict
from tests.handmade import street

Row = dict[str, str]


def as_it_is(visit: Visit) -> Visit:
    """The visit, unchanged."""
    return visit


def store_run(folder: Path, verdicts: Iterable[Verdict] = (), seen: Callable[[Visit], Visit] = as_it_is) -> Path:
    """Store the visits of some verdicts, of the handmade street if none are given; `seen` may change a visit before."""
    told = tuple(verdicts) or street()
    with Store.open(folder / "bereikbaar.sqlite") as store:
        store.start_run(Path("lists/winkels.csv"), [item.dossier.row for item in told], {})
        for item in told:
            if item.dossier.visit:
                store.save(seen(item.dossier.visit))
    return folder


def command(*words: object) -> Result:
    """Run a command of the program in this process."""
    return CliRunner().invoke(main, [str(word) for word in words])


def queue(folder: Path, *words: str) -> list[Row]:
    """The lines that a command writes for a person to fill in."""
    done = command(words[0], folder, *words[1:])
    assert done.exit_code == 0, done.output
    return list(csv.DictReader(io.StringIO(done.stdout_bytes.decode("utf-8-sig"), newline="")))


def fill(path: Path, rows: list[Row], answer: Callable[[Row], dict[str, Any]]) -> Path:
    """Write lines with what a person answers to each."""
    filled = [{**row, **answer(row)} for row in rows]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, filled[0].keys())
        writer.writeheader()
        writer.writerows(filled)
    return path


CONFIRM = {"decision": "confirm", "initials": "AB", "date": "2026-11-20"}
SENT = {
    "sent_on": "2026-11-01",
    "sent_to": "directie@shop.example",
    "address_from": "trade register",
    "deadline": "2026-11-15",
    "initials": "CD",
    "date": "2026-11-16",
}


def confirm_all(folder: Path, where: Path) -> None:
    """Let a person confirm every negative of a run."""
    done = command("confirm", folder, fill(where / "decisions.csv", queue(folder, "confirm"), lambda _: CONFIRM))
    assert done.exit_code == 0, done.output


def hear_all(folder: Path, where: Path) -> None:
    """Let every shop with a negative be written to, with a deadline that has passed."""
    done = command("replies", folder, fill(where / "replies.csv", queue(folder, "replies"), lambda _: SENT))
    assert done.exit_code == 0, done.output
