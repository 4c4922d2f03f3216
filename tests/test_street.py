"""The fake shops are found as their truth files say, and none of their traps is stepped on."""

import json
import subprocess
import sys
from html import escape
from pathlib import Path
from typing import Any

import pytest

from street.server import Street, open_street


def audit(street: Street, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Audit the whole street with the command a user would type."""
    (folder / "street.csv").write_text(street.list_csv(), encoding="utf-8")
    command = ("audit", str(folder / "street.csv"), "--out", str(folder / "out"), "--proxy", street.url, "--rate", "0", *options)
    return subprocess.run([sys.executable, "-m", "bereikbaar", *command], capture_output=True, text=True, check=False, timeout=240)


def exported(folder: Path) -> list[dict[str, Any]]:
    """Export a run as a user would."""
    command = ("export", str(folder / "out"), "--format", "jsonl")
    done = subprocess.run([sys.executable, "-m", "bereikbaar", *command], capture_output=True, text=True, check=True, timeout=60)
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> tuple[Street, dict[str, dict[str, Any]], Path]:
    """Audit the street once for all tests of this file."""
    folder = tmp_path_factory.mktemp("street")
    with open_street() as street:
        done = audit(street, folder)
        assert done.returncode == 0, done.stderr
        rows = {row["shop"]["url"].split("/")[2]: row for row in exported(folder)}
    return street, rows, folder


def hosts() -> list[str]:
    return list(Street().shops)


@pytest.mark.parametrize("host", hosts())
def test_a_shop_is_found_as_its_truth_says(seen: tuple[Street, dict[str, dict[str, Any]], Path], host: str) -> None:
    street, rows, _ = seen
    truth, row = street.shops[host].truth(), rows[host]
    assert row["row"]["outcome"] == truth["outcome"]
    for channel in ("phone", "email"):
        wanted = truth[channel]
        values = wanted.pop("values", None)
        found = row[channel]
        assert {key: found[key] for key in wanted} == wanted, channel
        if values is not None:
            assert sorted({item["value"] for item in found["values"]}) == values, channel


def test_rows_in_is_rows_out(seen: tuple[Street, dict[str, dict[str, Any]], Path]) -> None:
    street, rows, _ = seen
    assert set(rows) == set(street.shops)


@pytest.mark.parametrize("host", hosts())
def test_no_trap_is_stepped_on(seen: tuple[Street, dict[str, dict[str, Any]], Path], host: str) -> None:
    street, _, _ = seen
    traps = street.shops[host].truth().get("traps", ("add-to-cart=", "action="))
    assert not [hit.path for hit in street.hits(host) if any(trap in hit.path for trap in traps)]


@pytest.mark.parametrize("host", hosts())
def test_no_shop_is_asked_more_than_its_share(seen: tuple[Street, dict[str, dict[str, Any]], Path], host: str) -> None:
    street, _, _ = seen
    most = street.shops[host].truth().get("most_requests", 27)
    assert 0 < len(street.hits(host)) <= most


def test_no_negative_is_settled_without_a_browser(seen: tuple[Street, dict[str, dict[str, Any]], Path]) -> None:
    _, rows, _ = seen
    positive = {"every-page", "home", "contact-page", "undetermined"}
    assert {row[channel]["place_class"] for row in rows.values() for channel in ("phone", "email")} <= positive


def test_the_report_opens_from_disk(seen: tuple[Street, dict[str, dict[str, Any]], Path]) -> None:
    street, _, folder = seen
    index = (folder / "out" / "report" / "index.html").read_text(encoding="utf-8")
    assert all(escape(shop.row["name"]) in index for shop in street.shops.values())
    assert "draft, not for publication" in index.lower()


def test_a_thorough_visit_reads_on_and_finds_the_same(tmp_path: Path) -> None:
    with open_street() as street:
        assert audit(street, tmp_path, "--thorough", "--pages", "9").returncode == 0
        rows = {row["shop"]["url"].split("/")[2]: row for row in exported(tmp_path)}
        assert not [hit.path for hit in street.journal if "add-to-cart=" in hit.path or "action=" in hit.path]
    assert rows["fietsen-de-ketting.example"]["visit"]["pages"] == 8, "all the pages that this shop has"
    assert [rows["fietsen-de-ketting.example"][channel]["place_class"] for channel in ("phone", "email")] == ["every-page"] * 2
    assert rows["kaarsen-lumen.example"]["phone"]["place_class"] == "contact-page"
