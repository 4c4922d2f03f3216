"""Audits as a user starts them, and how their results differ from the truth of a fake shop."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from street.server import Street

CHANNELS = ("phone", "email")
BAD_ROWS = ("Zonder adres,,NL,nl,,", "Nog eens,http://www.fietsen-de-ketting.example/,NL,nl,bicycles,small")
"""Rows at the end of the street's list that name no shop, or one named before."""
TIMES = frozenset({"started_at", "finished_at", "fetched_at", "at"})
Exported = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetRun:
    """What an audit of the whole street left: the street with its journal, the exported rows, those of shops, the folder."""

    street: Street
    rows: list[Exported]
    shops: dict[str, Exported]
    folder: Path


def bereikbaar(*words: str, seconds: float = 240) -> subprocess.CompletedProcess[str]:
    """Run a command of the program to its end."""
    line = [sys.executable, "-m", "bereikbaar", *words]
    return subprocess.run(line, capture_output=True, text=True, check=False, timeout=seconds)


def audit(street: Street, folder: Path, *options: str, rows: str = "", seconds: float = 240) -> subprocess.CompletedProcess[str]:
    """Audit the shops of a street, and `rows` more of the list, as fast as they answer; without a browser, if none is asked for."""
    (folder / "street.csv").write_text(street.list_csv() + rows, encoding="utf-8")
    return bereikbaar(
        "audit",
        str(folder / "street.csv"),
        "--out",
        str(folder / "out"),
        "--proxy",
        street.url,
        "--rate",
        "0",
        "--browser",
        "never",
        *options,
        seconds=seconds,
    )


def exported(folder: Path) -> list[Exported]:
    """Export a run; one object a row of the list."""
    done = bereikbaar("export", str(folder / "out"), "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def by_host(rows: list[Exported]) -> dict[str, Exported]:
    """The rows that a visit answers, by host."""
    return {row["shop"]["url"].split("/")[2]: row for row in rows if row["shop"]["url"]}


def timeless(value: Any) -> Any:
    """A value of JSON without its times."""
    if isinstance(value, dict):
        return {key: timeless(item) for key, item in value.items() if key not in TIMES}
    if isinstance(value, list | tuple):
        return [timeless(item) for item in value]
    return value


def differences(row: Exported, truth: dict[str, Any]) -> list[str]:
    """Say in what an exported row is not the truth; empty when it is."""
    told = [] if row["row"]["outcome"] == truth["outcome"] else [f"outcome is {row['row']['outcome']}, not {truth['outcome']}"]
    for channel in CHANNELS:
        found = {**row[channel], "values": sorted({item["value"] for item in row[channel]["values"]})}
        found["reason"] = found["reason"] or ""
        told += [f"{channel}: {key} is {found[key]}, not {value}" for key, value in truth[channel].items() if found[key] != value]
    return told
