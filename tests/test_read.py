"""`bereikbaar read`: lines in, lines out, as its schema says; a bad line is told and does not stop the rest."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bereikbaar import read

PAGE = """<html lang=nl><body><footer>Tel. 020-5550136 <a href="mailto:info@lampenhuis.nl">mail</a>
<details><summary>Meer</summary><p>Fax 020-5550137</p></details><p>KvK 30155512</p></footer></body></html>"""
STRICT = {"PYTHONIOENCODING": "utf-8:strict"}
SCHEMA = json.loads(read.SCHEMA.read_text(encoding="utf-8"))


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def line(page: Path, **fields: Any) -> str:
    return json.dumps({"id": "a", "path": str(page), "url": "https://lampenhuis.nl/", "country": "NL", "language": "nl"} | fields)


def answers(*lines: str) -> tuple[int, list[dict[str, Any]], str]:
    out, errors = io.StringIO(), io.StringIO()
    status = read.answer(io.StringIO("\n".join(lines) + "\n"), out, errors)
    return status, [json.loads(row) for row in out.getvalue().splitlines()], errors.getvalue()


def test_an_answer_is_as_the_schema_says(page: Path) -> None:
    status, (row,), _ = answers(line(page))
    assert status == 0
    Draft202012Validator({"$ref": "#/$defs/answer", "$defs": SCHEMA["$defs"]}).validate(row)
    assert {(item["channel"], item["value"]) for item in row["sightings"]} >= {
        ("phone", "+31205550136"),
        ("email", "info@lampenhuis.nl"),
    }
    assert {(item["kind"], item["value"]) for item in row["facts"]} >= {("register-number", "30155512")}


def test_what_is_closed_stands_hidden_on_load(page: Path) -> None:
    _, (row,), _ = answers(line(page))
    fax = next(item for item in row["sightings"] if item["value"] == "+31205550137")
    assert (fax["place"], fax["closed"], fax["use"]) == ("hidden", True, "fax")


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ("{", "no JSON"),
        ("[]", "is not of type 'object'"),
        ('{"id": "b"}', "'path' is a required property"),
        ('{"id": 7, "path": "x"}', "id: 7 is not of type 'string'"),
        ('{"id": "b", "path": "/nowhere/page.html"}', "/nowhere/page.html: "),
        pytest.param("[" * 200_000, "no JSON", id="too deep"),
        (r'{"id": "b", "path": "/nowhere/\u001b[31m"}', "/nowhere/[U+001B][31m: "),
    ],
)
def test_a_bad_line_is_told_with_its_number_and_the_rest_goes_on(page: Path, bad: str, message: str) -> None:
    status, rows, errors = answers(line(page), "", bad, line(page, id="c"))
    assert status == 2
    assert [row["id"] for row in rows] == ["a", "c"]
    assert errors.startswith("line 3: ")
    assert message in errors


def test_a_line_that_is_no_utf8_is_told_and_the_rest_goes_on(page: Path) -> None:
    command = [sys.executable, "-m", "bereikbaar", "read"]
    lines = b'{"id": "\xff"}\n' + line(page).encode() + b"\n"
    done = subprocess.run(command, input=lines, capture_output=True, check=False, timeout=60, env={**os.environ, **STRICT})
    assert (done.returncode, done.stderr) == (2, b"line 1: no UTF-8\n")
    assert json.loads(done.stdout)["id"] == "a"


def test_uk_is_understood_and_an_unknown_country_is_none(page: Path) -> None:
    status, rows, _ = answers(line(page, country="UK"), line(page, country=None, language=None), line(page, country="XX"))
    assert (status, len(rows)) == (0, 3)


def test_the_command_answers_each_line_as_it_comes(page: Path) -> None:
    command = [str(Path(sys.executable).with_name("bereikbaar")), "read"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        for name in ("first", "second"):
            process.stdin.write(line(page, id=name) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == name
        process.stdin.close()
        assert process.wait(timeout=20) == 0
