"""An audit of one address is a run like any other: it resumes, it is judged by its country, and it tells where its page is."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bereikbaar.audit import command
from crawler.lists import ListError, one_shop
from street.server import Street
from tests.auditing import bereikbaar, by_host, exported

HOST = "teapot-lane.example"


def audited(folder: Path, street: Street, *words: str) -> tuple[int, str, str]:
    options = ("--out", str(folder / "out"), "--rate", "0", "--browser", "never", "--proxy", street.url)
    done = bereikbaar("audit", *words, *options)
    return done.returncode, done.stdout, done.stderr


def refused(folder: Path, *words: str) -> str:
    """What is said of an audit that cannot begin, in this process."""
    done = CliRunner().invoke(command, [*words, "--out", str(folder / "out"), "--proxy", "http://127.0.0.1:9"])
    assert done.exit_code == 2
    assert not (folder / "out" / "bereikbaar.sqlite").exists()
    return " ".join(done.output.split())


def test_an_address_is_audited_and_the_page_of_the_shop_is_told(street: Street, tmp_path: Path) -> None:
    status, out, err = audited(tmp_path, street, f"http://{HOST}/", "--country", "uk")
    assert status == 0, err
    told = out.splitlines()
    page = Path(told[-1].removeprefix("Page of the shop: "))
    assert page == tmp_path / "out" / "report" / "shops" / f"{HOST}.html"
    assert HOST in page.read_text(encoding="utf-8")
    shop = told.index(next(line for line in told if line.startswith("Phone number: ")))
    assert told[shop + 1].startswith("E-mail address: ")
    assert told[shop + 2].startswith(("Score ", "No score"))
    row = by_host(exported(tmp_path))[HOST]
    assert (row["shop"]["country"], row["norm"]) == ("GB", "gb")
    again = audited(tmp_path, street, f"http://{HOST}/", "--country", "uk", "--no-report")
    assert again[0] == 0
    assert "Visited now: 0." in again[1]
    assert "Page of the shop" not in again[1]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("shop.example", "give its whole address: https://shop.example/"),
        ("shops.csv", "there is no file 'shops.csv'"),
        ("ftp://shop.example", "ftp: is not visited"),
        (".", "is a folder"),
        pytest.param("a" * 5000, "can not be read (File name too long)", id="too long"),
        ("https:/shop.example", "there is no file"),
        ("https://", "the address names no host"),
        ("https://me@shop.example/", "holds a user name"),
        ("https://127.0.0.1/", "a private IP address"),
    ],
)
def test_what_is_neither_a_file_nor_an_address_is_told(tmp_path: Path, given: str, told: str) -> None:
    assert told in refused(tmp_path, given)


def test_a_country_beside_a_list_is_a_mistake(tmp_path: Path) -> None:
    path = tmp_path / "shops.csv"
    path.write_text("url\nhttps://shop.example/\n", encoding="utf-8")
    assert "a list tells the country in a column" in refused(tmp_path, str(path), "--country", "NL")


def test_a_list_of_one_shop_has_one_row_with_its_address() -> None:
    made = one_shop("https://www.shop.example/", "NL")
    assert [(row.line, row.cells, row.shop and row.shop.id) for row in made.rows] == [
        (1, (("url", "https://www.shop.example/"), ("country", "NL")), "shop.example")
    ]
    with pytest.raises(ListError, match="country"):
        one_shop("https://shop.example/", "Atlantis")
