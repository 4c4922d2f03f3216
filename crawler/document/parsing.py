"""A capture becomes a document: character set, guard, engine, one walk."""

from crawler.document.charset import decode
from crawler.document.draft import Draft
from crawler.document.elements import sent_on
from crawler.document.engine import Engine
from crawler.document.fast import read_fast
from crawler.document.guard import guarded
from crawler.document.marks import is_marked, unlooked
from crawler.document.parsed import ParsedDocument
from crawler.document.tolerant import read_tolerant
from crawler.model.capture import Capture
from crawler.model.document import Document

_PAGES = ("text/html", "application/xhtml", "text/xml", "application/xml", "text/plain")
_MARKS = (
    b"<!doctype",
    b"<html",
    b"<head",
    b"<body",
    b"<div",
    b"<meta",
    b"<title",
    b"<script",
    b"<!--",
    b"<p",
    b"<table",
    b"<frameset",
)


def is_pdf(capture: Capture) -> bool:
    """Whether the bytes are a PDF, whatever the header says."""
    return b"%PDF-" in capture.body[:1_024]


def is_html(capture: Capture) -> bool:
    """Whether the bytes are a page: by header, else by their beginning; a PDF, an image or JSON never is."""
    if is_pdf(capture):
        return False
    kind = capture.header("content-type").lower()
    start = capture.body[:2_048].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").lower()
    if any(mark in start for mark in _MARKS):
        return not kind.startswith(("image/", "application/json"))
    return kind.startswith(_PAGES[:2])


def parse(capture: Capture, *, engine: Engine = Engine.FAST) -> Document:
    """Read a capture once. Never raises on bytes: what could not be read stands in `problems`."""
    if is_pdf(capture):
        from crawler.document.pdf import read_pdf  # noqa: PLC0415 - few pages are PDF, and the module is heavy

        return read_pdf(capture)
    body, problems = guarded(capture.body, tolerant=engine is Engine.TOLERANT)
    text, charset, is_utf8 = decode(body, capture.header("content-type"))
    draft = Draft(capture.final_url or capture.url, problems, marked=is_marked(capture))
    text = unlooked(text) if draft.marked else text
    try:
        if engine is Engine.TOLERANT:
            read_tolerant(text, draft)
        else:
            read_fast(body if is_utf8 and not draft.marked else text, draft)
    except (ValueError, RecursionError, AssertionError, MemoryError, LookupError) as error:
        draft.problems["parser: " + type(error).__name__] = None
    return _document(draft, capture, text, charset, engine)


def _document(draft: Draft, capture: Capture, text: str, charset: str, engine: Engine) -> ParsedDocument:
    return ParsedDocument(
        url=capture.final_url or capture.url,
        base_url=draft.addresses.url,
        language=draft.language,
        title=draft.title,
        h1=draft.h1,
        blocks=draft.blocks,
        links=draft.links,
        forms=draft.forms,
        scripts=draft.scripts,
        attributes=draft.attributes,
        images=draft.images,
        frames=draft.frames,
        comments=draft.comments,
        structured=draft.structured,
        microdata=draft.microdata,
        meta=draft.meta,
        anchors=draft.anchors,
        refresh=draft.refresh or sent_on(capture.header("refresh"), draft.addresses),
        charset=charset,
        html=text,
        engine=engine.value,
        problems=tuple(draft.problems),
        tree=draft.tree,
        numbers=draft.nodes,
    )
