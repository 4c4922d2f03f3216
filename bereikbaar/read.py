"""`bereikbaar read`: JSON Lines in, one page a line; JSON Lines out, what was read on it. The schema is `read.schema.json`.

With `--explain` one page is read, and everything that was found on it is told with its reasons.
"""

import hashlib
import json
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import urlsplit

import click
from jsonschema import Draft202012Validator

from bereikbaar.options import country_code
from bereikbaar.refusal import LONGEST
from crawler.document import parse
from crawler.knowledge.countries import SAME_REGION
from crawler.knowledge.languages import languages
from crawler.model.capture import Capture, Via
from crawler.model.document import Document
from crawler.model.fact import Fact
from crawler.model.gate import Gate
from crawler.model.page import Page
from crawler.model.plain import escaped, plain
from crawler.model.shop import Shop
from crawler.model.sighting import Place, Sighting
from crawler.reading import read
from crawler.visiting.page_kinds import kinds_of_page

SCHEMA = Path(__file__).with_suffix(".schema.json")


class BadLineError(ValueError):
    """A line of the input that can not be read; the message says why."""


def web_address(_context: click.Context, _option: click.Parameter, given: str | None) -> str | None:
    """The address given, if it is one of the web with a host; else a usage error."""
    try:
        parts = urlsplit(given or "https://none.example/")
    except ValueError as error:
        raise click.BadParameter(f"{given!r} is no address: {error}") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise click.BadParameter(f"{given!r} has no host; write it in full, such as https://shop.example/contact")
    return given


def language_code(_context: click.Context, _option: click.Parameter, given: str | None) -> str | None:
    """The language given, if there are words of it; else a usage error."""
    if given and given.lower() not in languages():
        raise click.BadParameter(f"there are no words in {given!r}; there are in {', '.join(languages())}")
    return given


EPILOG = """\b
Examples:
  bereikbaar read < pages.jsonl > sightings.jsonl
  bereikbaar read --explain page.html --url https://shop.example/contact
  bereikbaar read --explain - --url https://shop.example/ < page.html

Without --explain, a line of the input is an object with "id" and "path" (the
file of a page), and where known "url", "country", "language" and
"content_type". The answer has "id", "sightings", "facts" and "gates". The
shapes are described in bereikbaar/read.schema.json.

With --explain, one page is told in words: what it was taken for, each value
with whose it is, what for, where it stands and why, and what was not taken.

Exit status: 0 every page was read, 2 a line could not be read (it is told on
standard error with its number, and the others are answered), or the page or its
address could not.
"""


@click.command(name="read", epilog=EPILOG)
@click.option(
    "--explain",
    "file",
    metavar="PAGE",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    help="Tell all about this page; - is standard input.",
)
@click.option("--url", callback=web_address, help="Address the page came from.")
@click.option("--country", callback=country_code, help="Country of the shop, such as NL.")
@click.option("--language", callback=language_code, help="Language of the shop, such as nl.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="With --explain.")
def command(file: str | None, form: str, **request: str | None) -> None:
    """Read pages: JSON Lines in on standard input, sightings out."""
    if file is None:
        if form != "text" or any(request.values()):
            raise click.UsageError("--url, --country, --language and --format go with --explain PAGE; lines have their own")
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]  # a line that is none is told
        sys.exit(answer(sys.stdin, sys.stdout, sys.stderr))
    if not request["url"]:
        raise click.UsageError("--explain needs --url, the address the page came from: its links and its host are read by it")
    explain(file, form, {"id": request["url"], **request})


def explain(file: str, form: str, request: Mapping[str, Any]) -> None:
    """Tell all about one page, in words or as one JSON object."""
    from bereikbaar.explain import STYLES  # noqa: PLC0415
    from bereikbaar.one_page import as_json, look  # noqa: PLC0415  # lines need not load what only an account needs
    from bereikbaar.page_account import told  # noqa: PLC0415

    try:
        page = look(sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes(), request)
    except OSError as error:
        raise click.UsageError(f"the page could not be read: {error.strerror}") from error
    if form == "json":
        click.echo(json.dumps(as_json(page), indent=2))  # ASCII: what turns the direction of writing stays an escape
        return
    for line in told(page):
        click.echo(click.style("  " * line.indent + line.text, **STYLES[line.rank]) if line.text else "")


def answer(requests: TextIO, answers: TextIO, errors: TextIO) -> int:
    """Answer every line as it comes; give the exit status: 0, or 2 when a line could not be read."""
    status = 0
    for number, line in enumerate(requests, 1):
        if not line.strip():
            continue
        try:
            row = answer_of(request_of(line))
        except BadLineError as error:
            errors.write(f"line {number}: {plain(str(error), LONGEST)}\n")
            status = 2
            continue
        answers.write(escaped(json.dumps(row, ensure_ascii=False)) + "\n")
        answers.flush()
    return status


def request_of(line: str) -> Mapping[str, Any]:
    """The request on a line. Raises BadLineError."""
    try:
        line.encode()
        row = json.loads(line)
    except UnicodeEncodeError as error:
        raise BadLineError("no UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise BadLineError(f"no JSON: {error}") from error
    if problem := next(_validator().iter_errors(row), None):
        raise BadLineError(f"{'.'.join(map(str, problem.path)) or 'line'}: {problem.message}")
    return dict(row)


def answer_of(request: Mapping[str, Any]) -> dict[str, Any]:
    """Read the page of a request. Raises BadLineError when its file can not be read."""
    try:
        body = Path(request["path"]).read_bytes()
    except (OSError, ValueError) as error:
        raise BadLineError(f"{request['path']}: {error}") from error
    page, document, shop = parsed(body, request)
    reading = read(page, document, shop)
    return {
        "id": request["id"],
        "sightings": [row_of_sighting(item) for item in reading.sightings],
        "facts": [row_of_fact(item) for item in reading.facts],
        "gates": [row_of_gate(item) for item in reading.gates],
    }


def parsed(body: bytes, request: Mapping[str, Any]) -> tuple[Page, Document, Shop]:
    """Parse the bytes of a page as if it had been received from the request's address."""
    url = request.get("url") or "about:blank"
    code = (request.get("country") or "").upper() or None
    country = SAME_REGION.get(code, code) if code else None
    language = (request.get("language") or "").lower() or None
    headers = (("content-type", request["content_type"]),) if request.get("content_type") else ()
    capture = Capture(
        url=url,
        final_url=url,
        status=200,
        headers=headers,
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        fetched_at="",
        via=Via.HAND,
    )
    document = parse(capture)
    spoken = tuple(dict.fromkeys(item for item in (document.language[:2], language or "", "en") if item in languages()))
    page = Page(
        id=0,
        url=url,
        final_url=url,
        status=200,
        kinds=kinds_of_page(document, url, frozenset(), spoken or tuple(languages())),
        title=document.title,
        h1=document.h1,
        language=document.language,
    )
    return page, document, Shop(id=request["id"], name="", url=url, country=country, language=language)


def row_of_sighting(item: Sighting) -> dict[str, Any]:
    """A sighting as the schema has it; `place` is that on load: what is closed stands hidden until it is opened, or is a pop-up."""
    return {
        "channel": item.channel.value,
        "value": item.value,
        "as_shown": item.as_shown,
        "place": Place.HIDDEN.value if item.closed and item.place is not Place.POPUP else item.place.value,
        "owner": item.owner.value,
        "use": item.use.value,
        "gate": item.gate.value if item.gate else None,
        "closed": item.closed,
        "written_out": item.written_out,
        "section": list(item.section),
        "selector": item.selector,
        "snippet": item.snippet,
        "label": item.label,
        "technique": item.technique,
        "decoder": item.decoder,
        "owner_reason": item.owner_reason,
        "use_reason": item.use_reason,
        "confidence": item.confidence,
    }


def row_of_fact(item: Fact) -> dict[str, Any]:
    """A fact as the schema has it."""
    return {
        "kind": item.kind.value,
        "value": item.value,
        "as_shown": item.as_shown,
        "place": item.place.value,
        "label": item.label,
        "valid": item.valid,
    }


def row_of_gate(item: Gate) -> dict[str, Any]:
    """A gate as the schema has it."""
    return {"kind": item.kind.value, "vendor": item.vendor, "snippet": item.snippet}


@cache
def _validator() -> Draft202012Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return Draft202012Validator({"$ref": "#/$defs/request", "$defs": schema["$defs"]})
