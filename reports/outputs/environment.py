"""The template engine: everything is escaped, nothing may be undefined, and shop text goes through its filters."""

import base64
import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from crawler.model.link import PageKind
from crawler.model.sighting import Sighting
from reports.outputs.safe_text import path_link, plain, shop_text, snippet_html, web_link
from reports.outputs.table_view import number
from reports.texts.labels import label
from reports.texts.sentences import catalogue, reason_text

FIXED_LABEL = re.compile(r"\{\{ t\('([a-z0-9_.-]+)'\) \}\}")
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


@cache
def environment() -> Environment:
    """The engine with the report's filters."""
    made = Environment(
        loader=FunctionLoader(_template),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(t=label, reason_text=reason_text, gate_text=catalogue()["gate"].__getitem__)
    made.filters.update(
        plain=plain,
        shop=shop_text,
        link=web_link,
        path_link=path_link,
        number=number,
        moment=moment,
        kinds=kinds,
        snippet=_snippet,
        language=language_tag,
    )
    return made


def _template(name: str) -> str:
    """A template with its fixed labels put in once, not once a page: two hundred of them stand on a page."""
    return FIXED_LABEL.sub(lambda found: label(found[1]), source(name))


def source(name: str) -> Markup:
    """A file of ours beside the templates, as it is."""
    text = (resources.files("reports") / "templates" / name).read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704 - our own file


def csp_hash(text: str) -> str:
    """The source expression that lets exactly this inline script run."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def moment(text: str) -> str:
    """An ISO 8601 time as people read it; as it is when it is none.

    >>> moment("2026-11-20T10:00:00.25Z"), moment("")
    ('2026-11-20 10:00:00 UTC', '–')
    """
    try:
        return f"{datetime.fromisoformat(text).astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    except ValueError:
        return plain(text, 40) or "–"


def kinds(values: Iterable[PageKind]) -> str:
    """Page kinds in words, in the order of the closed list."""
    having = frozenset(values)
    return ", ".join(label(f"kind.{kind}") for kind in PageKind if kind in having) or "–"


def language_tag(text: str) -> str:
    """A language tag that is one, else the tag for an unknown language."""
    return text if LANGUAGE_TAG.fullmatch(text) else "und"


def _snippet(item: Sighting) -> Markup:
    return snippet_html(item.snippet, item.as_shown)
