"""A rendering as it is kept: the document as received, each view of it with its picture, and what happened meanwhile.

All are records of the shop's WARC; reading the views back gives the captures that the visit read.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from crawler.evidence.exchange import ACCOUNT, CROP, DOM, IMAGE_TEXT, WINDOW, Exchange, Pairs, Resource, capture_of_view, digest
from crawler.evidence.warc import ShopRecord
from crawler.model.capture import Capture
from crawler.model.gate import Gate
from crawler.model.rendering import Kept, Rendered, Rendering, View

MARKED_HTML = "text/html; charset=utf-8"
JPEG, WEBP = "image/jpeg", "image/webp"


def keep_rendering(record: ShopRecord, rendering: Rendering, sent: Pairs, at: str) -> tuple[Capture, Rendered]:
    """Write a rendering down; give its first view as a capture, and the rest of it.

    `sent` are the headers of the request, `at` is ISO 8601 UTC. Raises EvidenceError, and ValueError where there is no view.
    """
    record.write(_received(rendering, sent, at))
    views = [capture_of_view(item, record.keep(item)) for item in _views(rendering, at)]
    pictures = tuple(kept._replace(offset=record.keep(item)) for kept, item in _pictures(rendering, at))
    for item in (*_texts(rendering, pictures, at), _account(rendering, at)):
        record.keep(item)
    if not views:
        raise ValueError(f"{rendering.url} was rendered without a view")
    return views[0], replace(rendered_of(rendering, tuple(views[1:])), pictures=pictures)


def keep_failure(record: ShopRecord, page: Exchange, problem: str) -> None:
    """Write down why a page that came over HTTP could not be rendered. Raises EvidenceError."""
    body = _encoded({"problems": [problem]})
    record.keep(
        Resource(
            name=f"{ACCOUNT}:{page.url}",
            kind="application/json",
            body=body,
            asked=page.asked,
            final=page.url,
            status=page.status,
            at=page.at,
            sha256=digest(body),
        )
    )


def rendered_of(rendering: Rendering, further: tuple[Capture, ...]) -> Rendered:
    """Give what the visit takes in of a rendering."""
    return Rendered(
        received=_received_as(rendering),
        further=further,
        viewports=tuple(dict.fromkeys(window(view) for view in rendering.views if not view.opened)),
        failed_own=rendering.failed_own,
        failed_other=rendering.failed_other,
        consent=rendering.consent,
        through=rendering.through,
        clicked=rendering.clicked,
        led=rendering.led,
        gates=rendering.gates,
        problems=rendering.problems,
    )


def window(view: View) -> str:
    """Give a view's window as text, such as `1280x800`."""
    return "{}x{}".format(*view.viewport)


def _received_as(rendering: Rendering) -> str:
    return digest(rendering.body) if rendering.body else ""


def _received(rendering: Rendering, sent: Pairs, at: str) -> Exchange:
    return Exchange(
        asked=rendering.url,
        url=rendering.final_url,
        status=rendering.status,
        headers=tuple((name.encode(), value.encode()) for name, value in rendering.headers),
        body=rendering.body,
        at=at,
        sha256=digest(rendering.body),
        request_headers=sent,
    )


def _views(rendering: Rendering, at: str) -> Iterator[Resource]:
    for number, view in enumerate(rendering.views):
        yield _resource(rendering, f"{DOM}{number}:{window(view)}", MARKED_HTML, view.html, at)


def _pictures(rendering: Rendering, at: str) -> Iterator[tuple[Kept, Resource]]:
    for number, view in enumerate(rendering.views):
        if view.picture:
            yield Kept(number, 0), _resource(rendering, f"{WINDOW}{number}:{window(view)}", JPEG, view.picture, at)
        for crop in view.crops:
            name = f"{CROP}{number}:{quote(crop.channel)}:{quote(crop.value)}"
            yield Kept(number, 0, crop.channel, crop.value, crop.text), _resource(rendering, name, WEBP, crop.body, at)


def _texts(rendering: Rendering, pictures: Iterable[Kept], at: str) -> Iterator[Resource]:
    """What a program read in pictures; each names the picture by its offset."""
    for kept in pictures:
        if kept.text:
            name, text = f"{IMAGE_TEXT}{kept.offset}", kept.text.encode("utf-8", "replace")
            yield _resource(rendering, name, "text/plain; charset=utf-8", text, at)


def _account(rendering: Rendering, at: str) -> Resource:
    """What happened while the page was rendered, as JSON."""
    told = {
        "received": _received_as(rendering),
        "viewports": list(dict.fromkeys(window(view) for view in rendering.views if not view.opened)),
        "opened": [view.opened for view in rendering.views],
        "failed_own": rendering.failed_own,
        "failed_other": rendering.failed_other,
        "requests": rendering.requests,
        "cpu_seconds": round(rendering.cpu_seconds, 3),
        "consent": rendering.consent,
        "through": rendering.through,
        "clicked": rendering.clicked,
        "led": rendering.led,
        "gates": [_gate(gate) for gate in rendering.gates],
        "problems": rendering.problems,
    }
    return _resource(rendering, ACCOUNT, "application/json", _encoded(told), at)


def _gate(gate: Gate) -> dict[str, Any]:
    return {
        "kind": gate.kind,
        "vendor": gate.vendor,
        "passed": gate.passed,
        "selector": gate.selector,
        "snippet": gate.snippet,
    }


def _encoded(told: Mapping[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")


def _resource(rendering: Rendering, name: str, kind: str, body: bytes, at: str) -> Resource:
    return Resource(
        name=f"{name}:{rendering.final_url}",
        kind=kind,
        body=body,
        asked=rendering.url,
        final=rendering.final_url,
        status=rendering.status,
        at=at,
        sha256=digest(body),
    )
