"""A list is read as people write lists; every line that is not blank becomes a row with an outcome."""

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from bereikbaar.check import command as check
from crawler.lists import ListError, read_list, shop_of
from crawler.lists.shops import LONGEST_ID, id_of
from crawler.lists.tables import MOST_LINES_A_RECORD
from crawler.model.reason import Reason
from crawler.model.row import Row

CASES = Path(__file__).parent / "cases" / "lists"
SEEDS = Path(__file__).parents[1] / "seeds"
SAFE_ID = re.compile(r"[a-z0-9][a-z0-9.-]*[a-z0-9]")


def told(row: Row) -> tuple[object, ...]:
    assert row.shop is not None, row.message
    return (row.line, row.shop.name, row.shop.url, row.shop.country, row.shop.language)


def listed(tmp_path: Path, text: str) -> tuple[Row, ...]:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return read_list(path).rows


def workbook(rows: list[str], sheets: int = 1) -> bytes:
    """A minimal XLSX file whose last sheet holds the rows (XML of cells)."""
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="xml" ContentType="{kinds}.sheet.main+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r0" Type="{link}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{link}"><sheets>'
        + "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="r{n}"/>' for n in range(1, sheets + 1))
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(
            f'<Relationship Id="r{n}" Type="{link}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in range(1, sheets + 1)
        )
        + "</Relationships>",
    }
    for number in range(1, sheets + 1):
        body = "".join(rows) if number == sheets else ""
        parts[f"xl/worksheets/sheet{number}.xml"] = f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return stream.getvalue()


def cells(line: int, *values: str) -> str:
    made = "".join(
        f'<c r="{chr(65 + number)}{line}" t="inlineStr"><is><t>{value}</t></is></c>' for number, value in enumerate(values)
    )
    return f'<row r="{line}">{made}</row>'


def test_a_good_list_is_understood() -> None:
    shop_list = read_list(CASES / "good.csv")
    assert [told(row) for row in shop_list.rows] == [
        (2, "Klompen & Zo", "https://www.klompenenzo.example/", "NL", "nl"),
        (3, "Käse-Laden", "https://xn--kse-laden-v2a.example/", "DE", "de"),
        (4, "La Boîte", "https://laboite.example/fr", "FR", "fr"),
        (5, "Tea Shop", "http://teashop.example/", "GB", "en"),
        (6, "Bare Bakery", "https://bakery.example/", None, None),
    ]
    assert shop_list.columns[-1] == ("sector", "tag")
    assert shop_list.rows[0].shop.tags == (("sector", "clothing"),)


@pytest.mark.parametrize(
    ("name", "encoding", "delimiter", "first"),
    [
        ("dutch_excel.csv", "cp1252", ";", (2, "Klompen & Zo", "https://www.klompenenzo.example/", "NL", "nl")),
        ("german_bom.csv", "utf-8-sig", ";", (2, "Käse-Laden", "https://xn--kse-laden-v2a.example/", "AT", "de")),
        ("french_tabs.tsv", "utf-8", "\t", (2, "La Boîte", "https://laboite.example/", "FR", "fr")),
        ("utf16.csv", "utf-16", ",", (2, "Käse", "https://xn--kse-qla.example/", None, None)),
        ("utf16_without_mark.csv", "utf-16-le", ",", (2, "Kaas", "https://kaas.example/", None, None)),
        ("excel_hint.csv", "utf-8", ";", (3, "Shop", "https://shop.example/", None, None)),
        ("bare.txt", "utf-8", ",", (1, "shop-one.example", "https://shop-one.example/", None, None)),
    ],
)
def test_encodings_delimiters_and_heads_are_guessed(name: str, encoding: str, delimiter: str, first: tuple[object, ...]) -> None:
    shop_list = read_list(CASES / name)
    assert (shop_list.encoding, shop_list.delimiter) == (encoding, delimiter)
    assert told(shop_list.rows[0]) == first


def test_a_quoted_delimiter_stays_in_its_cell() -> None:
    assert read_list(CASES / "dutch_excel.csv").rows[1].shop.tags == (("Branche", "eten; drinken"),)


BAD = {
    3: "the address is empty",
    4: "names no host",
    5: "the scheme “ftp”: is not supported",
    6: "the scheme “javascript”: is not supported",
    7: "the scheme “file”: is not supported",
    8: "127.0.0.1 is a private IP address",
    9: "--allow-private",
    10: "::1 is a private IP address",
    11: "93.184.216.34 is an IP address",
    12: "localhost is a name inside a private network",
    13: "printer.local is a name inside a private network",
    14: "a user name or password",
    15: "port 22 is no web port",
    16: "is no number up to 65535",
    17: "the country “Atlantis” is not known",
    18: "the language “xx” is not known",
    19: "for English write en",
    20: "too few cells: 3 where the list has 4",
    21: "too many cells: 5 where the list has 4",
    22: "is an e-mail address",
    23: "holds a space",
    24: "is no valid host name",
    25: "is no full host name",
    26: "mixes Cyrillic and Latin letters",
    27: "names the same shop as line 2",
    28: "two slashes are missing",
    29: "control characters",
    30: "control characters",
    31: "it ends in a number",
}


def test_every_kind_of_bad_row_has_its_own_clear_message_and_line() -> None:
    rows = read_list(CASES / "kinds_of_bad_rows.csv").rows
    assert [row.line for row in rows] == list(range(2, 33))
    assert [row.line for row in rows if row.shop] == [2, 32]
    for row in rows:
        if row.line in BAD:
            assert BAD[row.line] in row.message
            assert row.reason is (Reason.DUPLICATE_OF if row.line == 27 else Reason.BAD_ROW)
            assert row.message.isprintable()
            assert dict(row.cells)["name"]


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    rows = read_list(CASES / "lines.csv").rows
    assert [row.line for row in rows] == [2, 5, 6, 7, 8]
    assert rows[0].shop.tags == (("note", "a note\non two lines"),)
    assert "never closed" in rows[3].message
    assert rows[4].shop.id == "fifth.example"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_all_line_endings_count_the_same(ending: str, tmp_path: Path) -> None:
    rows = listed(tmp_path, ending.join(["url", "a.example", "", "b.example"]))
    assert [row.line for row in rows] == [2, 4]


def test_an_unclosed_quotation_mark_swallows_no_other_row(tmp_path: Path) -> None:
    lines = ["name,url", '"Open,a.example', *(f"Shop {number},shop{number}.example" for number in range(500))]
    rows = listed(tmp_path, "\n".join(lines))
    assert len(rows) == 501
    assert [row.line for row in rows if row.shop is None] == [2]
    assert len(lines) > MOST_LINES_A_RECORD


def test_an_overlong_cell_is_a_bad_row(tmp_path: Path) -> None:
    rows = listed(tmp_path, f"name,url\n{'x' * 3000},a.example\n{'y' * 200_000},b.example\nC,c.example\n")
    assert ["too long" in row.message or "longer than" in row.message for row in rows] == [True, True, False]
    assert max(len(value) for row in rows for _, value in row.cells) <= 2000


def test_empty_cells_beyond_the_last_column_and_blank_rows_do_no_harm(tmp_path: Path) -> None:
    rows = listed(tmp_path, "url,country,,\na.example,NL,,\n,,,\nb.example,BE,,,,\n")
    assert [row.shop.id for row in rows] == ["a.example", "b.example"]


def test_a_list_without_heads_keeps_its_other_columns_as_tags() -> None:
    shop_list = read_list(CASES / "no_heads.csv")
    assert [meaning for _, meaning in shop_list.columns] == ["tag", "url", "tag"]
    assert [row.line for row in shop_list.rows] == [1, 2, 3]
    assert "ftp" in shop_list.rows[2].message


def test_a_column_of_addresses_is_found_under_an_unknown_head(tmp_path: Path) -> None:
    rows = listed(tmp_path, "winkel,waar\nKlompen,klompen.example\n")
    assert told(rows[0])[1:3] == ("Klompen", "https://klompen.example/")


def test_two_heads_of_the_same_name_are_both_kept(tmp_path: Path) -> None:
    rows = listed(tmp_path, "url,tag,tag,url\na.example,1,2,b.example\n")
    assert rows[0].shop.tags == (("tag", "1"), ("tag (2)", "2"), ("url (2)", "b.example"))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("no_addresses.csv", "name one `url` (found: name, city)"),
        ("heads_only.csv", "no line below the heads"),
        ("empty.csv", "the list is empty"),
        ("binary.csv", "this is no text"),
        ("zero.csv", "this is no text (a byte of zeros in line 3); save"),
        ("missing.csv", "there is no such file"),
        (".", "can not be read"),
    ],
)
def test_an_unreadable_list_is_told_with_its_name_and_a_cure(name: str, says: str) -> None:
    with pytest.raises(ListError, match=re.escape(says)) as caught:
        read_list(CASES / name)
    assert (CASES / name).name in str(caught.value)


def test_the_same_address_in_other_writing_is_a_duplicate(tmp_path: Path) -> None:
    same = [
        "shop.example",
        "https://www.shop.example",
        "HTTP://SHOP.EXAMPLE:80/",
        "shop.example/index.html",
        "shop.example/#contact",
        "shop.example.",
    ]
    rows = listed(tmp_path, "url\n" + "\n".join(same))
    assert [row.reason for row in rows] == [None] + [Reason.DUPLICATE_OF] * 5


def test_one_shop_may_be_listed_for_two_countries_and_paths() -> None:
    rows = read_list(CASES / "same_shop_two_countries.csv").rows
    assert len({row.shop.id for row in rows}) == 4
    assert rows[0].shop.id == "shop.example"


def test_an_international_name_and_its_ascii_form_are_the_same_shop(tmp_path: Path) -> None:
    rows = listed(tmp_path, "url\nkäse.example\nxn--kse-qla.example\n")
    assert rows[1].reason is Reason.DUPLICATE_OF


def test_private_addresses_are_allowed_on_request(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("url\nhttp://127.0.0.1:8000/\nhttp://[::1]:8000/\nhttp://localhost:8000/\n", encoding="utf-8")
    assert [row.reason for row in read_list(path).rows] == [Reason.BAD_ROW] * 3
    rows = read_list(path, allow_private=True).rows
    assert [row.shop.url for row in rows] == ["http://127.0.0.1:8000/", "http://[::1]:8000/", "http://localhost:8000/"]
    assert all(SAFE_ID.fullmatch(row.shop.id) for row in rows)


@pytest.mark.parametrize("url", ["http://2130706433/", "http://0177.0.0.1/", "http://127.1/", "http://①②⑦.0.0.1/"])
def test_a_private_address_in_disguise_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"private|no valid host name"):
        shop_of(url)


def test_ids_are_safe_as_file_names_and_never_too_long() -> None:
    long_host = ".".join(["a" * 60] * 4) + ".example"
    odd = "shop.example/../../etc/passwd"
    for url in ("shop.example", "shop.example/nl", "shop.example:8443", long_host, odd, "shop.example/?a=b"):
        made = shop_of(url).id
        assert SAFE_ID.fullmatch(made), made
        assert len(made) <= LONGEST_ID
    assert id_of("https://shop.example/nl") == id_of("http://www.shop.example/nl/") != id_of("https://shop.example/be")


def test_shop_of_speaks_in_sentences() -> None:
    with pytest.raises(ValueError, match="give the address of the home page"):
        shop_of("piet@shop.example")
    assert shop_of("shop.example", name="  De  Winkel ").name == "De Winkel"


def test_an_xlsx_list_is_read_with_its_row_numbers(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    number = '<row r="5"><c r="A5" t="inlineStr"><is><t>c.example</t></is></c><c r="C5"><v>2026</v></c></row>'
    rows = [cells(1, "Webadres", "Land", "Jaar"), cells(2, "a.example", "NL", "x"), cells(4, "ftp://b", "NL", "x"), number]
    path.write_bytes(workbook(rows, sheets=2))
    shop_list = read_list(path)
    assert shop_list.encoding == "xlsx"
    assert [(row.line, row.shop.id if row.shop else row.reason) for row in shop_list.rows] == [
        (2, "a.example"),
        (4, Reason.BAD_ROW),
        (5, "c.example"),
    ]
    assert shop_list.rows[2].shop.tags == (("Jaar", "2026"),)


def test_a_workbook_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    path.write_bytes(workbook([cells(1, "url"), far]))
    with pytest.raises(ListError, match=r"far\.xlsx: a cell stands far outside the list"):
        read_list(path)


@pytest.mark.parametrize("body", [b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 old", b"%PDF-1.7", b"\x1f\x8b\x08\x00", workbook([])])
def test_files_of_another_format_are_told_with_a_cure(body: bytes, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(body)
    with pytest.raises(ListError, match=r"list\.xlsx: .*; (?:save|give)"):
        read_list(path)


@settings(max_examples=150, deadline=None)
@given(body=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_any_bytes_are_a_list_or_an_unreadable_list(body: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(body)
    try:
        rows = read_list(path).rows
    except ListError:
        return
    for row in rows:
        assert (row.shop is None) == bool(row.reason and row.message)
        assert row.shop is None or SAFE_ID.fullmatch(row.shop.id)


@settings(max_examples=150, deadline=None)
@given(urls=st.lists(st.text(alphabet="abß.:/@%[]\\?#-_é0x1\u0430", min_size=1, max_size=20), min_size=1, max_size=8))
def test_rows_in_are_rows_out(urls: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "rows.csv"
    path.write_text("url\n" + "\n".join(urls) + "\n", encoding="utf-8")
    rows = read_list(path).rows
    assert [row.line for row in rows] == list(range(2, len(urls) + 2))
    ids = [row.shop.id for row in rows if row.shop]
    assert len(ids) == len(set(ids))


def test_check_tells_every_row_and_ends_with_the_count() -> None:
    result = CliRunner().invoke(check, [str(CASES / "kinds_of_bad_rows.csv")])
    assert result.exit_code == 2
    lines = result.output.splitlines()
    assert lines[-1] == "31 rows: 2 good, 29 bad"
    assert [int(line.split()[1].rstrip(":")) for line in lines[1:-1]] == list(range(2, 33))
    assert "\x1b" not in result.output
    assert "\u202e" not in result.output


def test_check_of_a_good_list_ends_well() -> None:
    result = CliRunner().invoke(check, [str(CASES / "good.csv")])
    assert result.exit_code == 0
    assert "name = name, url = url, country = country, language = language, sector = tag" in result.output
    assert result.output.splitlines()[-1] == "5 rows: 5 good, 0 bad"


def test_check_gives_a_table_and_json_lines() -> None:
    table = CliRunner().invoke(check, [str(CASES / "lines.csv"), "--format", "table"])
    assert table.exit_code == 2
    assert "what is wrong" in table.output
    lines = CliRunner().invoke(check, [str(CASES / "kinds_of_bad_rows.csv"), "--format", "jsonl"])
    rows = [json.loads(line) for line in lines.stdout.splitlines()]
    assert len(rows) == 31
    assert rows[1]["reason"] == "bad-row"
    assert rows[0]["shop"]["id"] == "good.example"
    assert lines.stderr.strip() == "31 rows: 2 good, 29 bad"


def test_check_of_an_unreadable_list_ends_with_status_2() -> None:
    result = CliRunner().invoke(check, [str(CASES / "missing.csv")])
    assert result.exit_code == 2
    assert "there is no such file" in result.stderr


def test_check_shows_bad_rows_only_and_allows_private_addresses(tmp_path: Path) -> None:
    result = CliRunner().invoke(check, [str(CASES / "lines.csv"), "--bad"])
    assert "first.example" not in result.output
    own = tmp_path / "own.csv"
    own.write_text("url\nhttp://127.0.0.1:8000/\n", encoding="utf-8")
    assert CliRunner().invoke(check, [str(own), "--allow-private"]).exit_code == 0


def test_the_shipped_list_has_only_good_rows() -> None:
    rows = read_list(SEEDS / "dutch_shops.csv").rows
    assert len(rows) >= 95
    assert not [(row.line, row.message) for row in rows if row.shop is None]
    assert {row.shop.country for row in rows} == {"NL"}
    assert all(dict(row.shop.tags)["sector"] for row in rows)
