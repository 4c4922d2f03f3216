"""HAR files, as browsers save them from their network panel (HTTP Archive 1.2).

https://w3c.github.io/web-performance/specs/HAR/Overview.html - bodies stand in them decoded, text as text: what is kept is that
text in UTF-8, without the content coding that it came in.
"""

import base64
import binascii
import json
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

from crawler.replay.recordings import Recorded, RecordingError, recorded

MOST_BYTES = 50_000_000
"""A HAR file is one JSON text, and read as a whole."""


def read_har(path: Path) -> Generator[Recorded, None, None]:
    """The answers of a HAR file that came with their bodies, and redirects. Raises RecordingError or OSError."""
    if path.stat().st_size > MOST_BYTES:
        raise RecordingError(f"larger than {MOST_BYTES // 10**6} MB: record one shop, without pictures")
    try:
        data = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise RecordingError(f"no HAR file: {type(error).__name__}: {str(error)[:200]}") from error
    entries = _part(_part(data, "log", dict, "the file"), "entries", list, "log")
    for number, entry in enumerate(entries):
        try:
            answer = _answer(entry, f"entry {number}")
        except RecordingError as error:
            raise RecordingError(f"entry {number}: {str(error).removeprefix(f'entry {number}: ')}") from error
        if answer is not None:
            yield answer


def _answer(entry: Any, where: str) -> Recorded | None:
    request, response = _part(entry, "request", dict, where), _part(entry, "response", dict, where)
    if request.get("method") != "GET" or response.get("status") == 0:
        return None
    content = response.get("content")
    content = content if isinstance(content, dict) else {}
    body, is_text = _body(content, where)
    headers = list(_headers(response, content, is_text=is_text))
    answer = recorded(request.get("url"), response.get("status"), headers, body, entry.get("startedDateTime"))
    return answer if answer is None or body or answer.target else None


def _headers(response: dict[str, Any], content: dict[str, Any], *, is_text: bool) -> Iterator[tuple[str, str]]:
    """The headers as received, but for what the browser has undone: the content coding, and the character set of text."""
    told = response.get("headers")
    pairs = [(item.get("name"), item.get("value")) for item in told if isinstance(item, dict)] if isinstance(told, list) else []
    for name, value in pairs:
        if isinstance(name, str) and isinstance(value, str) and name.lower() not in {"content-encoding", "content-type"}:
            yield name, value
    kind = next((value for name, value in pairs if isinstance(name, str) and name.lower() == "content-type"), None)
    kind = kind if isinstance(kind, str) and kind else content.get("mimeType")
    if isinstance(kind, str) and kind:
        yield "content-type", f"{kind.partition(';')[0].strip()}; charset=utf-8" if is_text else kind
    target = response.get("redirectURL")
    if isinstance(target, str) and target and not any(str(name).lower() == "location" for name, _ in pairs):
        yield "location", target


def _body(content: dict[str, Any], where: str) -> tuple[bytes, bool]:
    """The body, and whether it stands in the file as text."""
    text = content.get("text")
    if not isinstance(text, str):
        return b"", True
    if content.get("encoding") != "base64":
        return text.encode("utf-8", "replace"), True
    try:
        return base64.b64decode(text, validate=True), False
    except (binascii.Error, ValueError) as error:
        raise RecordingError(f"{where}: a body that is no base64 text") from error


def _part(whole: Any, name: str, kind: type, where: str) -> Any:
    part = whole.get(name) if isinstance(whole, dict) else None
    if not isinstance(part, kind):
        raise RecordingError(f"no HAR file: {where} has no {name!r}")
    return part
