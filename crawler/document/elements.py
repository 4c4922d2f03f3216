"""What single elements mean: links, headings, cells, scripts, forms. One function each, in the rosters ENTER and LEAVE."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from crawler.document.attributes import LONGEST, keep_link, scripted
from crawler.document.draft import Draft, OpenForm, OpenLink
from crawler.document.node import Node, inner_text
from crawler.document.surroundings import quiet_names
from crawler.document.text import LINE, fold
from crawler.model.document import Attribute, Field, Form, Image, Script

SKIP: Any = object()
"""Answer of an element whose children are not walked."""

Attrs = Mapping[str, str | None]
_KNOWN_ACTION = re.compile(r"mail|tel:|crypt|whatsapp|wa\.me", re.IGNORECASE)
_MOST = 5_000
_REFRESH = re.compile(
    r"""
    \s* (?P<seconds> \d{1,9} ) [\d.]*     # without a time it is not obeyed
    (?: \s* [;,] | \s ) \s*
    (?: url \s* = \s* )?
    ['"]? (?P<target> [^'"]+ )            # without an address the page loads itself again
    """,
    re.VERBOSE | re.IGNORECASE,
)
_INERT = frozenset({"noscript", "template"})
_AT_ONCE = 15
"""Seconds before a refresh for it to send the reader on: later ones end a session, or show the next offer."""
_TOLD = re.compile(r"@|\d{5}|\d(?:[ ()./-]{0,2}\d){6}")


def _enter_link(draft: Draft, node: Node, attrs: Attrs) -> object:
    if draft.link is not None:
        _leave_link(draft, node)
    parts = draft.parts
    if parts and draft.after_link == len(parts):
        parts.append(" ")
    draft.link = link = OpenLink(len(parts), attrs)
    draft.captures.append(link)
    if "name" in attrs:
        draft.anchors.setdefault(attrs["name"] or "", len(draft.blocks))
    return None


def _leave_link(draft: Draft, _node: Node) -> None:
    draft.after_link = len(draft.parts)
    link, draft.link = draft.link, None
    if link is None:
        return
    text = draft.captured()
    attrs = link.attrs
    written = attrs.get("href")
    if not written:
        return
    target = draft.addresses.absolute(written)
    if not target and written.lstrip()[:11].lower() == "javascript:":
        target = _action(draft, written)
    if target and text:
        keep_link(draft, target, attrs, text, written_out=True)
    elif target:
        other = fold(" ".join(link.spare)) or attrs.get("aria-label") or attrs.get("title") or ""
        keep_link(draft, target, attrs, other, written_out=False)


def _action(draft: Draft, written: str) -> str:
    """A link that runs a script: kept with its script where that may reach the shop."""
    scope = draft.scope
    draft.attributes.append(Attribute("a", "href", written[:LONGEST], scope.place, not scope.hidden_by, len(draft.blocks)))
    found = scripted(written)
    if found:
        return draft.addresses.absolute(found)
    return written.strip()[:LONGEST] if _KNOWN_ACTION.search(written[:LONGEST]) else ""


def _enter_area(draft: Draft, _node: Node, attrs: Attrs) -> object:
    target = draft.addresses.absolute(attrs.get("href") or "")
    if target:
        keep_link(draft, target, attrs, attrs.get("alt") or attrs.get("title") or "", written_out=False)
    return SKIP


def _enter_image(draft: Draft, _node: Node, attrs: Attrs) -> object:
    alt = attrs.get("alt") or ""
    src = attrs.get("src") or ""
    if src[:5].lower() == "data:":
        src = attrs.get("data-src") or src[:200]
    if len(draft.images) < _MOST:
        draft.images.append(Image(draft.addresses.absolute(src) or src[:200], alt, draft.scope.place, len(draft.blocks)))
    if alt and draft.link is not None:
        draft.link.spare.append(alt)
    return SKIP


def _enter_script(draft: Draft, node: Node, attrs: Attrs) -> object:
    kind = (attrs.get("type") or "").strip().lower()
    text = inner_text(node)
    if kind == "application/ld+json":
        draft.structured.append(text)
        return SKIP
    src = attrs.get("src") or ""
    if len(draft.scripts) < _MOST:
        draft.scripts.append(Script(draft.addresses.absolute(src) if src else "", text, kind, draft.scope.place, len(draft.blocks)))
    return SKIP


def _enter_style(draft: Draft, node: Node, attrs: Attrs) -> object:
    media = (attrs.get("media") or "all").lower()
    if "print" not in media and "(" not in media and draft.scope.hidden_by not in _INERT:
        styles = draft.styles
        known = styles.names
        styles.add(inner_text(node))
        if styles.names != known:
            draft.ruled = frozenset(name for name in styles.names if name[0] not in ".#")
            draft.quiet = quiet_names(styles.names)
    return SKIP


def _enter_meta(draft: Draft, _node: Node, attrs: Attrs) -> object:
    content = attrs.get("content") or ""
    name = attrs.get("name") or attrs.get("property") or attrs.get("http-equiv") or attrs.get("itemprop") or ""
    if name and len(draft.meta) < _MOST:
        draft.meta.append((name.lower(), content[:LONGEST]))
    if (attrs.get("http-equiv") or "").lower() == "refresh" and not draft.refresh:
        found = _REFRESH.match(content[:LONGEST])
        draft.refresh = draft.addresses.absolute(found["target"]) if found and int(found["seconds"]) <= _AT_ONCE else ""
    return SKIP


def _enter_title(draft: Draft, node: Node, _attrs: Attrs) -> object:
    draft.title = draft.title or fold(inner_text(node))[:1_000]
    return SKIP


def _enter_html(draft: Draft, _node: Node, attrs: Attrs) -> object:
    draft.language = (attrs.get("lang") or attrs.get("xml:lang") or "").strip()[:40]
    return None


def _enter_comment(draft: Draft, node: Node, _attrs: Attrs) -> object:
    text = node.comment_content or ""
    if len(draft.comments) < 500 and _TOLD.search(text, 0, 20_000):
        draft.comments.append(text[:20_000].strip())
    return SKIP


def _enter_frame(draft: Draft, _node: Node, attrs: Attrs) -> object:
    src = draft.addresses.absolute(attrs.get("src") or attrs.get("data-src") or "")
    if src:
        draft.frames.append(src)
    if attrs.get("srcdoc"):
        draft.scripts.append(Script("", (attrs["srcdoc"] or "")[:200_000], "srcdoc", draft.scope.place, len(draft.blocks)))
    return SKIP


def _enter_hiding(by: str) -> "Enter":
    def enter(draft: Draft, _node: Node, _attrs: Attrs) -> object:
        draft.scope = draft.scope.hidden(by)
        return None

    return enter


def _enter_details(draft: Draft, _node: Node, attrs: Attrs) -> object:
    if "open" not in attrs:
        draft.scope = replace(draft.scope, closed=True)
    return None


def _enter_summary(draft: Draft, _node: Node, _attrs: Attrs) -> object:
    draft.scope = replace(draft.scope, closed=False)
    draft.capture()
    return None


def _enter_heading(draft: Draft, _node: Node, _attrs: Attrs) -> object:
    draft.capture()
    return None


def _leave_heading(draft: Draft, node: Node) -> None:
    text = draft.captured()
    if not text or draft.scope.hidden_by:
        return
    tag = node.tag or ""
    draft.heading(int(tag[1]) if tag[1:].isdigit() else 7, text)
    if tag == "h1" and not draft.h1:
        draft.h1 = text[:1_000]


def _enter_row(draft: Draft, _node: Node, _attrs: Attrs) -> object:
    draft.cell = draft.label = ""
    return None


def _enter_cell(draft: Draft, _node: Node, _attrs: Attrs) -> object:
    draft.begin_cell()
    draft.cell = ""
    return None


def _leave_cell(draft: Draft, _node: Node) -> None:
    draft.label = ""


def _enter_definition(draft: Draft, _node: Node, _attrs: Attrs) -> object:
    draft.begin_cell()
    return None


def _enter_svg(draft: Draft, node: Node, _attrs: Attrs) -> object:
    child = node.first_child
    if child is not None and child.tag == "title" and draft.link is not None:
        draft.link.spare.append(inner_text(child)[:200])
    return SKIP


def _enter_form(draft: Draft, _node: Node, _attrs: Attrs) -> object:
    draft.open_form = OpenForm([], len(draft.blocks), draft.headings)
    return None


def _leave_form(draft: Draft, node: Node) -> None:
    form, draft.open_form = draft.open_form, None
    if form is None or len(draft.forms) >= _MOST:
        return
    get, scope = node.attributes.get, draft.scope
    text = "\n".join(block.text for block in draft.blocks[form.block :] if not block.hidden_by)[:20_000]
    action, method = draft.addresses.absolute(get("action") or ""), (get("method") or "get").lower()
    fields, seen = tuple(form.fields), not scope.hidden_by
    draft.forms.append(Form(action, method, fields, text, scope.place, seen, form.block, form.headings))


def _field(draft: Draft, tag: str, attrs: Attrs, *, kind: str, value: str) -> None:
    form = draft.open_form
    if form is None or len(form.fields) >= 500:
        return
    own = attrs.get("aria-label") or attrs.get("placeholder") or attrs.get("title") or ""
    before = draft.labels_for.get(attrs.get("id") or "", "") or draft.label
    form.fields.append(Field(tag, kind, attrs.get("name") or "", before or own, value[:500]))


def _enter_input(draft: Draft, node: Node, attrs: Attrs) -> object:
    kind = (attrs.get("type") or "text").lower()
    value = attrs.get("value") or ""
    if kind in {"submit", "button"} and value:
        if draft.parts:
            draft.flush_before()
        draft.parts.append(value)
        draft.flush(node, "input")
    _field(draft, "input", attrs, kind=kind, value=value)
    return SKIP


def _enter_textarea(draft: Draft, node: Node, attrs: Attrs) -> object:
    _field(draft, "textarea", attrs, kind="textarea", value=inner_text(node, 2_000))
    return SKIP


def _enter_select(draft: Draft, node: Node, attrs: Attrs) -> object:
    options: list[str] = []
    queue = [node.first_child]
    while queue and len(options) < 300:
        child = queue.pop()
        while child is not None:
            if child.tag == "option":
                options.append(fold(inner_text(child, 200)))
            if child.tag in {"option", "optgroup"}:  # html.parser nests options that were not closed
                queue.append(child.first_child)
            child = child.next
    _field(draft, "select", attrs, kind="select", value=" | ".join(options))
    return SKIP


def _enter_button(draft: Draft, _node: Node, _attrs: Attrs) -> object:
    draft.capture()
    return None


def _leave_button(draft: Draft, node: Node) -> None:
    text = draft.captured()
    attrs = node.attributes
    _field(draft, "button", attrs, kind=(attrs.get("type") or "submit").lower(), value=text or attrs.get("value") or "")


def _leave_label(draft: Draft, node: Node) -> None:
    text = draft.captured()
    id_ = node.attributes.get("for")
    if id_ and text:
        draft.labels_for[id_] = text[:200]


def _enter_base(draft: Draft, _node: Node, attrs: Attrs) -> object:
    target = draft.addresses.absolute(attrs.get("href") or "")
    if target and not draft.based:
        draft.based = True
        draft.addresses = type(draft.addresses)(target)
    return SKIP


def _enter_pre(draft: Draft, node: Node, _attrs: Attrs) -> object:
    if node.first_child is not None and node.first_child.next is None and node.first_child.tag == "-text":
        draft.parts.append((node.first_child.text_content or "").replace("\n", LINE))
        draft.flush(node, "pre")
        return SKIP
    return None


def _enter_break(draft: Draft, _node: Node, _attrs: Attrs) -> object:
    if draft.parts:
        draft.parts.append(LINE)
    return SKIP


def _skip(_draft: Draft, _node: Node, _attrs: Attrs) -> object:
    return SKIP


Enter = Callable[[Draft, Node, Attrs], object]
ENTER: Mapping[str, Enter] = {
    "a": _enter_link,
    "br": _enter_break,
    "area": _enter_area,
    "img": _enter_image,
    "script": _enter_script,
    "style": _enter_style,
    "meta": _enter_meta,
    "title": _enter_title,
    "html": _enter_html,
    "-comment": _enter_comment,
    "iframe": _enter_frame,
    "frame": _enter_frame,
    "embed": _enter_frame,
    "template": _enter_hiding("template"),
    "noscript": _enter_hiding("noscript"),
    "details": _enter_details,
    "summary": _enter_summary,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "legend"), _enter_heading),
    "tr": _enter_row,
    "td": _enter_cell,
    "th": _enter_cell,
    "dl": _enter_row,
    "dd": _enter_definition,
    "svg": _enter_svg,
    "form": _enter_form,
    "input": _enter_input,
    "textarea": _enter_textarea,
    "select": _enter_select,
    "datalist": _skip,
    "button": _enter_button,
    "label": _enter_heading,
    "base": _enter_base,
    "pre": _enter_pre,
    "link": _skip,
    "-doctype": _skip,
}
Leave = Callable[[Draft, Node], None]
LEAVE: Mapping[str, Leave] = {
    "a": _leave_link,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "legend", "summary"), _leave_heading),
    "td": _leave_cell,
    "th": _leave_cell,
    "dd": _leave_cell,
    "dt": _leave_cell,
    "form": _leave_form,
    "button": _leave_button,
    "label": _leave_label,
}
