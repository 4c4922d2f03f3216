"""Fixtures that several tests share."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crawler.browser.find import find_browser
from street.server import Street, open_street
from tests.auditing import BAD_ROWS, StreetRun, audit, by_host, exported

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MOST_OF_A_NAME = 60
SHARED = Path(__file__).resolve().parents[2] / "shared"


A_FEW_SHOPS = frozenset(
    {
        "alleen-script.example",
        "blumen-morgentau.example",
        "een-pagina.example",
        "even-dicht.example",
        "fietsen-de-ketting.example",
        "gesloten-poort.example",
        "kaarsen-lumen.example",
        "librairie-du-quai.example",
        "sokken-drie.example",
        "stille-robots.example",
        "tassenhuis-noord.example",
        "teapot-lane.example",
    }
)


@pytest.fixture
def street() -> Iterator[Street]:
    """Give a few of the demo street's shops, one of each kind, served on loopback with an empty journal."""
    with open_street(hosts=A_FEW_SHOPS) as opened:
        yield opened


@pytest.fixture(scope="session")
def whole_street(tmp_path_factory: pytest.TempPathFactory) -> StreetRun:
    """Give one undisturbed audit of the whole demo street; who asks for it is marked `xdist_group("street")`."""
    folder = tmp_path_factory.mktemp("street")
    with open_street() as opened:
        done = audit(opened, folder, rows="\n".join((*BAD_ROWS, "")))
        assert done.returncode == 0, done.stderr
    rows = exported(folder)
    return StreetRun(street=opened, rows=rows, shops=by_host(rows), folder=folder)


def pytest_configure() -> None:
    """Let Ctrl-C reach the programs that tests start: a shell starts what it puts in the background with its signal ignored."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a case of many bytes by its place: an archive holds the time it was made, and all processes must name a test alike."""
    return argname if isinstance(val, bytes) and len(val) > MOST_OF_A_NAME else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs the labelled corpus where it is not there."""
    if (SHARED / "corpus" / "labels.jsonl").exists():
        return
    for item in items:
        if item.get_closest_marker("corpus"):
            item.add_marker(pytest.mark.skip(reason="the labelled corpus is not beside this checkout"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give a browser, one for the tests of a module; skip where the machine has none."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - loads slowly, and few tests need it

    found = find_browser()
    if found is None:
        pytest.skip("no Chromium or Chrome was found; see `bereikbaar doctor`")
    driver = subprocess.run([sys.executable, "-m", "playwright", "--version"], capture_output=True, text=True, check=False)
    if "shared libraries" in driver.stderr:
        pytest.skip(f"Playwright's driver lacks a library of the system: {driver.stderr.strip()}")
    # Chromium's sandbox does not start for root.
    options = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found.program, args=[*options, "--disable-gpu"])
        try:
            yield started
        finally:
            started.close()
