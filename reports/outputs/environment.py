"""The template engine: everything is escaped, nothing may be undefined, and shop text goes through its filters."""

import base64
import hashlib
import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from crawler.model.link import PageKind
from crawler.model.plain import plain
from crawler.model.sighting import Sighting
from reports.outputs.article import article_html
from reports.outputs.engine import Engine, Said
from reports.outputs.safe_text import path_link, shop_text, snippet_html, told_text, web_link
from reports.texts.problems import problem
from reports.texts.reviewed import edition_words, person_words
from reports.texts.texts import NOTHING, Texts

FIXED_TEXT = re.compile(r"\{\{ t\('([a-z0-9_.-]+)'\) \}\}")
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


@cache
def environment(texts: Texts) -> Environment:
    """The engine of one language, with the report's filters."""
    made = Engine(
        loader=FunctionLoader(lambda name: _template(name, texts)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.said = Said(texts.html)
    made.globals.update(
        t=texts.html,
        language=texts.language,
        reason_text=lambda reason: made.said[f"reason.{reason}"],
        gate_text=lambda gate: made.said[f"gate.{gate}"],
    )
    made.filters.update(
        plain=plain,
        shop=shop_text,
        told=told_text,
        link=web_link,
        path_link=path_link,
        number=texts.number,
        share=texts.share,
        day=texts.day,
        moment=lambda text: texts.moment(text) or plain(text, 40) or NOTHING,
        kinds=_kinds(texts),
        article=lambda article, pack: article_html(article, pack, texts),
        problem=lambda noted: problem(noted, texts),
        snippet=_snippet,
        edition_words=lambda passed: edition_words(passed, texts),
        decided=lambda place: person_words(place.reviews, place.state, texts),
        language=language_tag,
    )
    return made


def _template(name: str, texts: Texts) -> str:
    """A template with its fixed texts put in once, not once a page: two hundred of them stand on a page."""
    return FIXED_TEXT.sub(lambda found: texts.html(found[1]), source(name))


def source(name: str) -> Markup:
    """A file of ours beside the templates, as it is."""
    text = (resources.files("reports") / "templates" / name).read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704 - our own file


def csp_hash(text: str) -> str:
    """The source expression that lets exactly this inline script run."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _kinds(texts: Texts) -> Callable[[Iterable[PageKind]], str]:
    """Page kinds in words, in the order of the closed list."""

    @lru_cache(maxsize=1024)
    def in_words(having: frozenset[PageKind]) -> str:
        return ", ".join(texts.plain(f"kind.{kind}") for kind in PageKind if kind in having) or NOTHING

    return lambda values: in_words(frozenset(values))


def language_tag(text: str) -> str:
    """A language tag that is one, else the tag for an unknown language."""
    return text if LANGUAGE_TAG.fullmatch(text) else "und"


def _snippet(item: Sighting) -> Markup:
    return snippet_html(item.snippet, item.as_shown)
