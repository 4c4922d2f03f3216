"""`bereikbaar read`: JSON Lines in, one page a line; JSON Lines out, what was read on it. The schema is `read.schema.json`."""

import hashlib
import json
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TextIO

import click
from jsonschema import Draft202012Validator

from crawler.document import parse
from crawler.knowledge.countries import SAME_REGION
from crawler.knowledge.languages import languages
from crawler.model.capture import Capture, Via
from crawler.model.fact import Fact
from crawler.model.page import Page
from crawler.model.shop import Shop
from crawler.model.sighting import Place, Sighting
from crawler.reading import Reading, read
from crawler.visiting.page_kinds import kinds_of_page

SCHEMA = Path(__file__).with_suffix(".schema.json")


class BadLineError(ValueError):
    """A line of the input that can not be read; the message says why."""


EPILOG = """\b
Examples:
  bereikbaar read < pages.jsonl > sightings.jsonl

A line of the input is an object with "id" and "path" (the file of a page), and
where known "url", "country", "language" and "content_type". The answer has
"id", "sightings", "facts" and "gates". The shapes are described in
bereikbaar/read.schema.json.

Exit status: 0 every line was read, 2 a line could not be read: it is told on
standard error with its number, and the others are answered.
"""


@click.command(name="read", epilog=EPILOG)
def command() -> None:
    """Read pages: JSON Lines in on standard input, sightings out."""
    sys.exit(answer(sys.stdin, sys.stdout, sys.stderr))


def answer(requests: TextIO, answers: TextIO, errors: TextIO) -> int:
    """Answer every line as it comes; give the exit status: 0, or 2 when a line could not be read."""
    status = 0
    for number, line in enumerate(requests, 1):
        if not line.strip():
            continue
        try:
            row = answer_of(request_of(line))
        except BadLineError as error:
            errors.write(f"line {number}: {error}\n")
            status = 2
            continue
        answers.write(json.dumps(row, ensure_ascii=False) + "\n")
        answers.flush()
    return status


def request_of(line: str) -> Mapping[str, Any]:
    """The request on a line. Raises BadLineError."""
    try:
        row = json.loads(line)
    except ValueError as error:
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
    reading = reading_of(body, request)
    return {
        "id": request["id"],
        "sightings": [_sighting(item) for item in reading.sightings],
        "facts": [_fact(item) for item in reading.facts],
        "gates": [{"kind": item.kind.value, "vendor": item.vendor, "snippet": item.snippet} for item in reading.gates],
    }


def reading_of(body: bytes, request: Mapping[str, Any]) -> Reading:
    """Parse and read the bytes of a page as if it had been received from the request's address."""
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
    return read(page, document, Shop(id=request["id"], name="", url=url, country=country, language=language))


def _sighting(item: Sighting) -> dict[str, Any]:
    """`place` is where a visitor finds it on load: what is closed stands hidden until it is opened."""
    return {
        "channel": item.channel.value,
        "value": item.value,
        "as_shown": item.as_shown,
        "place": Place.HIDDEN.value if item.closed else item.place.value,
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


def _fact(item: Fact) -> dict[str, Any]:
    return {
        "kind": item.kind.value,
        "value": item.value,
        "as_shown": item.as_shown,
        "place": item.place.value,
        "label": item.label,
        "valid": item.valid,
    }


@cache
def _validator() -> Draft202012Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return Draft202012Validator({"$ref": "#/$defs/request", "$defs": schema["$defs"]})
