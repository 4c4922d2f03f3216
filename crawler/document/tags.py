"""Start tags read, and remembered: the pages of a shop repeat theirs."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from crawler.document.attributes import told_by
from crawler.document.elements import ENTER, LEAVE
from crawler.document.marks import UNSEEN
from crawler.document.styles import UNSEEN_ANYHOW
from crawler.document.surroundings import hidden_by_itself, hint_of
from crawler.document.tag import Enter, Leave, Tag, Take
from crawler.document.tokens import (
    RAW,
    VOID,
    UnclearError,
    plain,
    take_comment,
    take_drawing,
    take_nothing,
    take_options,
    take_raw,
    take_text,
)

BLOCK_TAGS = frozenset(
    """html body head address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre search section summary table tbody td tfoot th thead tr ul
    caption button noscript optgroup template frameset video audio object""".split(),  # noqa: SIM905 - one word a line fills a page
)
"""Elements that begin and end a block."""
_SILENT = frozenset({"br", "tbody", "hr", "wbr", "thead", "col", "colgroup", "link", "option"})
"""Elements whose attributes say nothing."""
_REGIONS = frozenset({"section", "article", "aside", "main", "nav", "footer", "details", "fieldset", "dialog", "header"})
_NARROWING = frozenset({"template", "noscript", "details", "summary"})
"""Elements that by their own meaning change what they hand down."""
_TAKE: dict[str, Take] = {
    **dict.fromkeys(RAW, take_raw),
    **dict.fromkeys(("title", "textarea"), take_text),
    "svg": take_drawing,
    "select": take_options,
    "datalist": take_nothing,
}
_HEAD = re.compile(r"""([a-zA-Z][^\t\n\f\r />]*+)((?:[ ]=?[^\t\n\f\r />=]*+="[^"]*+")*+)""")
_ATTRIBUTES: Callable[[str], list[tuple[str, str]]] = re.compile(r""" (=?[^\t\n\f\r />=]*+)="([^"]*+)\"""").findall
_NO_CLASSES: frozenset[str] = frozenset()
_DECLARED = frozenset({"", "!", "?"})
_MOST, _LONGEST = 16_384, 4_000
"""Start tags that are remembered, and characters of the longest one: few repeat an address that is a picture itself."""


class StartTags(dict[str, Tag]):
    """Start tags, and comments, by what is written between the brackets; UnclearError where it is neither.

    All are forgotten when there are too many: to know the one asked for longest ago costs more than to read them again.
    """

    __slots__ = ()

    def __missing__(self, head: str) -> Tag:
        """Read one that was not met, or was too long to be remembered."""
        tag = _tag_of(head)
        if len(self) >= _MOST:
            self.clear()
        if len(head) <= _LONGEST:
            self[head] = tag
        return tag


KNOWN = StartTags()


def _tag_of(head: str) -> Tag:
    if head[:1] in _DECLARED:
        return _COMMENT if head.startswith("!--") else _DECLARATION
    found = _HEAD.fullmatch(head)
    if found is None or found[1] == "plaintext":
        raise UnclearError
    attributes = _ATTRIBUTES(found[2])
    if "&" in head:
        return _filled(Tag(), found[1], {name: plain(value) for name, value in attributes})
    return _filled(Tag(), found[1], dict(attributes))


def _filled(tag: Tag, name: str, attributes: dict[str, str]) -> Tag:
    tag.name, tag.attributes = name, attributes
    tag.end, tag.block, tag.region, tag.enter, tag.leave, tag.take, tag.whole, silent, scoped, narrowing = _by_name(name)
    classes = attributes.get("class", "")
    tag.classes = _classes(classes) if classes and scoped else _NO_CLASSES
    tag.said = said = {} if silent else attributes
    tag.id = id_ = said.get("id") if scoped else None
    if said:
        tag.hint = hint = hint_of(name, said.get("role", "")[:40], id_[:200] if id_ else "", classes[:1_000])
        tag.by = hidden_by_itself(name, said, hint)
    else:
        tag.hint, tag.by = hint_of(name, "", "", ""), ""
    if scoped:
        tag.told = told_by(name, said) if said else ()
        tag.scoping = not tag.hint.silent or tag.by != "" or UNSEEN in said or "popover" in said
    else:
        tag.told, tag.scoping = (), False
    tag.plain = not (tag.region or tag.scoping or tag.told or narrowing)
    tag.quiet = tag.plain and id_ is None and tag.enter is None and not tag.whole
    return tag


class ByName(NamedTuple):
    """What an element's name alone says; see `Tag` for most of it. `scoped`: what its attributes say may count."""

    end: str
    block: bool
    region: bool
    enter: Enter | None
    leave: Leave | None
    take: Take | None
    whole: bool
    silent: bool
    scoped: bool
    narrowing: bool


@lru_cache(maxsize=1_024)
def _by_name(name: str) -> ByName:
    take = take_comment if name[0] == "-" else _TAKE.get(name)
    return ByName(
        end="/" + name,
        block=name in BLOCK_TAGS,
        region=name in _REGIONS,
        enter=ENTER.get(name),
        leave=LEAVE.get(name),
        take=take,
        whole=take is not None or name in VOID,
        silent=name in _SILENT,
        scoped=name not in UNSEEN_ANYHOW,
        narrowing=name in _NARROWING,
    )


@lru_cache(maxsize=16_384)
def _classes(written: str) -> frozenset[str]:
    return frozenset(written.split())


_COMMENT, _DECLARATION = _filled(Tag(), "-comment", {}), _filled(Tag(), "-declaration", {})
