"""Fixtures that several tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from street.server import Street, open_street
from tests.auditing import BAD_ROWS, StreetRun, audit, by_host, exported

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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs the labelled corpus where it is not there."""
    if (SHARED / "corpus" / "labels.jsonl").exists():
        return
    for item in items:
        if item.get_closest_marker("corpus"):
            item.add_marker(pytest.mark.skip(reason="the labelled corpus is not beside this checkout"))
