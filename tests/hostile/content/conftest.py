"""One audit of the hostile street, shared by all tests of this folder."""

import csv
import io
import json
import resource
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from street.server import Street, open_street
from tests.auditing import bereikbaar
from tests.hostile.content.street import CASES, write_list, write_street

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class HostileRun:
    """What an audit of the hostile street left: its folder, what it said, its rows by the name of the case in each way out."""

    folder: Path
    street: Street
    shop_list: Path
    megabytes: float
    said: str = field(repr=False)
    told: str = field(repr=False)
    jsonl: str = field(repr=False)
    rows: Mapping[str, Row] = field(repr=False)
    csv: list[list[str]] = field(repr=False)
    xlsx: list[list[Any]] = field(repr=False)

    @property
    def out(self) -> Path:
        """The folder of the run."""
        return self.folder / "out"

    def page(self, case: str) -> Path:
        """The page of a case's shop in the report."""
        return self.out / "report" / "shops" / f"{self.rows[case]['shop']['id']}.html"


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> HostileRun:
    """Give one audit of the hostile street with all its ways out."""
    folder = tmp_path_factory.mktemp("hostile")
    shop_list = write_list(folder)
    with open_street(write_street(folder / "street")) as street:
        words = ["audit", str(shop_list), "--out", str(folder / "out"), "--proxy", street.url, "--rate", "0"]
        done = bereikbaar(*words, "--browser", "never", "--progress", "jsonl", "--language", "en", "--language", "nl")
    assert done.returncode == 0, done.stderr
    jsonl = _export(folder, "jsonl").read_bytes().decode()
    told = [json.loads(line) for line in jsonl.splitlines()]
    raw = _export(folder, "csv").read_bytes().decode("utf-8-sig")
    sheet = openpyxl.load_workbook(_export(folder, "xlsx"))["results"]
    return HostileRun(
        folder=folder,
        street=street,
        shop_list=shop_list,
        said=done.stdout,
        told=done.stderr,
        megabytes=resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
        jsonl=jsonl,
        rows={case.name: row for case, row in zip(CASES, told, strict=True)},
        csv=list(csv.reader(io.StringIO(raw, newline=""))),
        xlsx=[list(row) for row in sheet.iter_rows()],
    )


def _export(folder: Path, form: str) -> Path:
    out = folder / f"results.{form}"
    done = bereikbaar("export", str(folder / "out"), "--format", form, "--out", str(out))
    assert done.returncode == 0, done.stderr
    return out
