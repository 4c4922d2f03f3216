"""The street of a hundred thousand made shops is what it says it is, and what is measured on it is counted right."""

import asyncio
import gzip
import os
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from crawler.plumbing.names import NoSuchName
from tests.bench import street_pages
from tests.bench.polite import manners
from tests.bench.scheduling import scheduling
from tests.bench.street import Look, curve, served
from tests.bench.street_audit import PORT, StreetNames
from tests.bench.street_server import HANGS_UP, NO_NAME, is_dead, name_of

ROOT = Path(__file__).resolve().parents[1]
MOST_GROWTH = 2.5
"""Times that a request of a list of 50,000 shops may cost what one of 1,000 does."""


def test_a_shop_has_ten_pages_of_its_own_of_about_fifty_kilobytes_packed() -> None:
    packed = {path: street_pages.page(7, path) or b"" for path in street_pages.firsts(7)}
    assert len(packed) == 10
    assert 38_000 < sum(map(len, packed.values())) / 10 < 62_000
    own, other = (
        gzip.decompress(street_pages.page(shop, "/contact.html") or b"").decode() for shop in (7, 7 + street_pages.DESIGNS)
    )
    assert "info@shop-000007.example" in own
    assert "info@shop-000007.example" not in other
    assert street_pages.page(7, "/no-such-page.html") is None


def test_the_street_answers_names_and_pages_and_three_of_a_hundred_shops_are_dead(monkeypatch: pytest.MonkeyPatch) -> None:
    with served("--shared", "10") as street:
        monkeypatch.setenv(PORT, str(street.names))
        assert looked_up(1_234) == looked_up(1_239) != looked_up(1_240)
        with pytest.raises(NoSuchName):
            looked_up(NO_NAME)
        assert fetched(street.http, 5).headers["Content-Encoding"] == "gzip"
        with pytest.raises(OSError, match=r"(?i)reset|closed|without response"):
            fetched(street.http, HANGS_UP)
    assert sum(map(is_dead, range(1_000))) == 30
    assert street.told["pages"] == 1


def looked_up(shop: int) -> list[str]:
    async def ask() -> list[str]:
        return list(await StreetNames()(name_of(shop)))

    return asyncio.run(ask())


def fetched(port: int, shop: int) -> urllib.request.addinfourl:
    asked = urllib.request.Request(f"http://127.1.0.9:{port}/", headers={"Host": name_of(shop)})
    found: urllib.request.addinfourl = urllib.request.build_opener(urllib.request.ProxyHandler({})).open(asked, timeout=10)
    return found


def test_a_run_of_even_cost_has_no_slope_and_one_that_grows_has() -> None:
    even = [Look(done, 10 * done, 2 + 0.1 * done, 200) for done in range(0, 1000, 10)]
    found = curve(even, 50)
    assert found.cpu == pytest.approx(0.1)
    assert found.documents == pytest.approx(10)
    assert found.drift == pytest.approx(0, abs=0.01)
    assert found.growth == pytest.approx(0)
    dearer = [look._replace(cpu=look.cpu + look.done**2 / 20_000, memory=200 + look.done / 10) for look in even]
    found = curve(dearer, 50)
    assert found.drift == pytest.approx(62, abs=5)
    assert found.growth == pytest.approx(100)
    with pytest.raises(ValueError, match="only 20 shops were done"):
        curve(even[:3], 50)


def test_manners_are_the_part_of_the_ideal_and_the_shortest_pause() -> None:
    steady, slow = [float(at) for at in range(30)], [1.25 * at for at in range(24)]
    found = manners([steady, slow], began=5.0, ended=25.0)
    assert found.part == pytest.approx(0.9)
    assert found.shortest == 1.0


@pytest.mark.slow
def test_finding_the_next_shop_costs_no_more_in_a_long_list() -> None:
    few, many = scheduling(1_000), scheduling(50_000)
    assert many.request < MOST_GROWTH * few.request, (few, many)


@pytest.mark.slow
def test_the_street_is_audited_and_its_figures_are_told() -> None:
    done = ran("street", "--shops", "300", "--minutes", "0.8", "--concurrency", "5")
    for line in (r"disk used: \d+ MB for \d+ shops, .* for 100,000", r"CPU a shop: [+-]\d+\.\d % over \d+ shops",
                 r"100,000 shops on 2 cores: \d+ minutes \(wanted: 60\)"):  # fmt: skip
        assert re.search(line, done.stdout), done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("shared", ["1", "5"])
def test_no_shop_and_no_address_is_asked_twice_in_a_second(shared: str) -> None:
    done = ran("polite", "--shops", "10", "--seconds", "8", "--shared", shared)
    assert done.returncode == 0, done.stdout + done.stderr
    assert float(re.findall(r"part of the ideal rate: (\d\.\d+)", done.stdout)[0]) > 0.9, done.stdout


def ran(name: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", f"tests.bench.{name}", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=280, env=os.environ)
