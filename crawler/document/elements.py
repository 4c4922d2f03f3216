"""What single elements mean: links, headings, cells, scripts, forms. One function each, in the rosters ENTER and LEAVE."""

import re
from collections.abc import Callable, Mapping

from crawler.document.draft import MOST_LINKS, Draft, Held
from crawler.document.node import Node, inner_text
from crawler.document.rules import hiding_names
from crawler.document.text import LINE, fold
from crawler.model.document import Attribute, Field, Form, Image, Script
from crawler.model.link import Link
from crawler.model.sighting import Place

SKIP = object()
"""Answer of an element whose children are not walked."""

Attrs = Mapping[str, str | None]
_BORING = frozenset(
    {
        *("class", "id", "href", "src", "style", "type", "rel", "target", "width", "height", "role", "tabindex", "srcset", "sizes"),
        *(
            "loading",
            "for",
            "name",
            "method",
            "action",
            "hidden",
            "itemscope",
            "itemtype",
            "charset",
            "media",
            "async",
            "defer",
            "lang",
        ),
        *("property", "aria-hidden", "aria-expanded", "aria-controls", "aria-labelledby", "data-toggle", "data-target", "data-src"),
        *(
            "data-srcset",
            "xmlns",
            "viewbox",
            "d",
            "fill",
            "colspan",
            "rowspan",
            "align",
            "valign",
            "border",
            "cellpadding",
            "cellspacing",
        ),
        *("bgcolor", "autocomplete", "checked", "selected", "disabled", "required", "integrity", "crossorigin", "nonce", "dir"),
    },
)
_ALWAYS = re.compile(r"data-(?:cfemail|.*(?:mail|phone|tel|user|domain|contact)|enc|hash)|itemprop")
_TELLING = re.compile(r"@|%40|&#64|mailto|tel:|\d(?:[ ()./\u2010-\u2015\u00a0-]{0,3}\d){5}|[(\[]\s*at\s*[)\]]", re.IGNORECASE)
_JUST_NUMBER = re.compile(
    r"data-[\w-]*(?:id|sku|price|time|width|height|index|product|key|timestamp|version|hash|token)[\w-]*|srcset"
)
_KNOWN_ACTION = re.compile(r"mail|tel:|crypt|whatsapp|wa\.me", re.IGNORECASE)
_ONCLICK = re.compile(r"(?:location(?:\.href)?\s*=|location\.(?:assign|replace)\(|window\.open\()\s*['\"]([^'\"]{1,2000})['\"]")
_MOST = 5_000
_LONGEST = 2_000
_REFRESH = re.compile(r"^\s*[\d.]*\s*[;,]?\s*(?:url\s*=\s*)?['\"]?([^'\"]+)", re.IGNORECASE)
_TOLD = re.compile(r"@|\d{5}|\d(?:[ ()./-]{0,2}\d){6}")


def carry(draft: Draft, tag: str, attrs: Attrs) -> None:
    """Keep the attributes that may carry a contact value, and the anchor an id makes."""
    for name, value in attrs.items():
        if name in _BORING:
            if name == "id" and value:
                draft.anchors.setdefault(value, draft.here())
            elif name == "itemscope":
                draft.microdata = True
        elif value and len(draft.attributes) < _MOST and _telling(name, value):
            scope = draft.scope
            draft.attributes.append(Attribute(tag, name, value[:_LONGEST], scope.place, not scope.hidden_by, draft.here()))
    if "typeof" in attrs and "property" not in attrs:
        draft.microdata = True


def _telling(name: str, value: str) -> bool:
    if name == "itemprop" or (name.startswith("data-") and _ALWAYS.fullmatch(name)):
        return True
    if len(value) < 5 or _JUST_NUMBER.fullmatch(name):
        return False
    return _TELLING.search(value, 0, _LONGEST) is not None


def on_click(draft: Draft, attrs: Attrs) -> None:
    """A control that leads on by `data-href` or by a written-out script."""
    found = _ONCLICK.search((attrs.get("onclick") or "")[:_LONGEST])
    written = attrs.get("data-href") or (found.group(1) if found else "")
    target = draft.addresses.absolute(written) if written else ""
    if target:
        _keep(draft, target, attrs, attrs.get("aria-label") or attrs.get("title") or attrs.get("value") or "", written_out=False)


def _keep(draft: Draft, target: str, attrs: Attrs, text: str, *, written_out: bool, block: int | None = None) -> None:
    if len(draft.links) >= MOST_LINKS:
        draft.problems["too-many-links"] = None
        return
    scope = draft.scope
    draft.links.append(
        Link(
            target,
            text[:500],
            scope.place,
            not scope.hidden_by,
            scope.closed and not scope.menu,
            attrs.get("title") or "",
            attrs.get("rel") or "",
            draft.here() if block is None else block,
            written_out,
        ),
    )


def _enter_link(draft: Draft, _node: Node, attrs: Attrs) -> object:
    if draft.after_link == len(draft.parts) > 0:
        draft.parts.append(" ")
    draft.captures = [*draft.captures, []]
    draft.spare = []
    name = attrs.get("name")
    if name:
        draft.anchors.setdefault(name, draft.here())
    return None


def _leave_link(draft: Draft, node: Node, held: Held) -> None:
    own = draft.captures[-1] if draft.captures else []
    draft.captures = held.captures
    spare, draft.spare = draft.spare or [], None
    if draft.parts:
        draft.after_link = len(draft.parts)
    attrs = node.attributes
    written = attrs.get("href")
    if written is None:
        if "onclick" in attrs or "data-href" in attrs:
            on_click(draft, attrs)
        return
    target = draft.addresses.absolute(written)
    if not target and written.lstrip()[:11].lower() == "javascript:":
        target = _action(draft, written, attrs)
    if not target:
        return
    text = fold("".join(own))
    last = len(draft.blocks) - 1 if text and draft.number < 0 else None
    if text:
        _keep(draft, target, attrs, text, written_out=True, block=last)
    else:
        other = fold(" ".join(spare)) or attrs.get("aria-label") or attrs.get("title") or ""
        _keep(draft, target, attrs, other, written_out=False)


def _action(draft: Draft, written: str, attrs: Attrs) -> str:
    """A link that runs a script: kept with its script where that may reach the shop."""
    scope = draft.scope
    draft.attributes.append(Attribute("a", "href", written[:_LONGEST], scope.place, not scope.hidden_by, draft.here()))
    found = _ONCLICK.search(written[:_LONGEST])
    if found:
        return draft.addresses.absolute(found.group(1))
    return written.strip()[:_LONGEST] if _KNOWN_ACTION.search(written[:_LONGEST]) else ""


def _enter_area(draft: Draft, _node: Node, attrs: Attrs) -> object:
    target = draft.addresses.absolute(attrs.get("href") or "")
    if target:
        _keep(draft, target, attrs, attrs.get("alt") or attrs.get("title") or "", written_out=False)
    return SKIP


def _enter_image(draft: Draft, _node: Node, attrs: Attrs) -> object:
    alt = attrs.get("alt") or ""
    src = attrs.get("src") or ""
    if src[:5].lower() == "data:":
        src = attrs.get("data-src") or src[:200]
    if len(draft.images) < _MOST:
        draft.images.append(Image(draft.addresses.absolute(src) or src[:200], alt, draft.scope.place, draft.here()))
    if alt and draft.spare is not None:
        draft.spare.append(alt)
    return SKIP


def _enter_script(draft: Draft, node: Node, attrs: Attrs) -> object:
    kind = (attrs.get("type") or "").strip().lower()
    text = inner_text(node)
    if kind == "application/ld+json":
        draft.structured.append(text)
        return SKIP
    src = attrs.get("src") or ""
    if len(draft.scripts) < _MOST:
        draft.scripts.append(Script(draft.addresses.absolute(src) if src else "", text, kind, draft.scope.place, draft.here()))
    return SKIP


def _enter_style(draft: Draft, node: Node, attrs: Attrs) -> object:
    media = (attrs.get("media") or "all").lower()
    if "print" not in media and "(" not in media:
        draft.rules |= hiding_names(inner_text(node))
    return SKIP


def _enter_meta(draft: Draft, _node: Node, attrs: Attrs) -> object:
    content = attrs.get("content") or ""
    name = attrs.get("name") or attrs.get("property") or attrs.get("http-equiv") or attrs.get("itemprop") or ""
    if name and len(draft.meta) < _MOST:
        draft.meta.append((name.lower(), content[:_LONGEST]))
    if (attrs.get("http-equiv") or "").lower() == "refresh" and not draft.refresh:
        found = _REFRESH.match(content[:_LONGEST])
        draft.refresh = draft.addresses.absolute(found.group(1)) if found else ""
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


def _enter_frame(draft: Draft, node: Node, attrs: Attrs) -> object:
    src = draft.addresses.absolute(attrs.get("src") or attrs.get("data-src") or "")
    if src:
        draft.frames.append(src)
    if attrs.get("srcdoc"):
        draft.scripts.append(Script("", (attrs["srcdoc"] or "")[:200_000], "srcdoc", draft.scope.place, draft.here()))
    return SKIP


def _enter_hiding(by: str) -> "Enter":
    def enter(draft: Draft, _node: Node, _attrs: Attrs) -> object:
        if not draft.scope.hidden_by:
            draft.scope = draft.scope._replace(hidden_by=by, place=Place.HIDDEN)
        return None

    return enter


def _enter_details(draft: Draft, _node: Node, attrs: Attrs) -> object:
    if "open" not in attrs:
        draft.scope = draft.scope._replace(closed=True)
    return None


def _enter_summary(draft: Draft, _node: Node, _attrs: Attrs) -> object:
    draft.scope = draft.scope._replace(closed=False)
    draft.captures = [*draft.captures, []]
    return None


def _enter_heading(draft: Draft, _node: Node, _attrs: Attrs) -> object:
    draft.captures = [*draft.captures, []]
    return None


def _leave_heading(draft: Draft, node: Node, held: Held) -> None:
    own = draft.captures[-1] if draft.captures else []
    draft.captures = held.captures
    tag = node.tag or ""
    text = fold("".join(own))
    if not text or draft.scope.hidden_by:
        return
    draft.heading(int(tag[1]) if tag[1:].isdigit() else 7, text)
    if tag == "h1" and not draft.h1:
        draft.h1 = text[:1_000]


def _enter_row(draft: Draft, _node: Node, _attrs: Attrs) -> object:
    draft.cell = draft.label = ""
    return None


def _enter_cell(draft: Draft, _node: Node, _attrs: Attrs) -> object:
    draft.label = draft.label_of(draft.cell)
    draft.cell = ""
    return None


def _leave_cell(draft: Draft, _node: Node, _held: Held) -> None:
    draft.label = ""


def _enter_definition(draft: Draft, _node: Node, _attrs: Attrs) -> object:
    draft.label = draft.label_of(draft.cell)
    return None


def _enter_svg(draft: Draft, node: Node, _attrs: Attrs) -> object:
    child = node.first_child
    if child is not None and child.tag == "title" and draft.spare is not None:
        draft.spare.append(inner_text(child)[:200])
    return SKIP


def _enter_form(draft: Draft, _node: Node, _attrs: Attrs) -> object:
    draft.open_form = [[], draft.here()]
    return None


def _leave_form(draft: Draft, node: Node, held: Held) -> None:
    if draft.open_form is None:
        return
    fields, start = draft.open_form
    draft.open_form = None
    assert isinstance(fields, list)  # noqa: S101
    assert isinstance(start, int)  # noqa: S101
    attrs = node.attributes
    text = "\n".join(block.text for block in draft.blocks[start:] if block.visible)[:20_000]
    action = draft.addresses.absolute(attrs.get("action") or "")
    scope = draft.scope
    draft.forms.append(
        Form(
            action,
            (attrs.get("method") or "get").lower(),
            tuple(fields),
            text,
            scope.place,
            not scope.hidden_by,
            start,
            tuple(one[1] for one in held.headings),
        ),
    )


def _field(draft: Draft, tag: str, attrs: Attrs, *, kind: str, value: str) -> None:
    if draft.open_form is None:
        return
    fields = draft.open_form[0]
    if isinstance(fields, list) and len(fields) < 500:
        label = attrs.get("aria-label") or attrs.get("placeholder") or attrs.get("title") or ""
        id_ = attrs.get("id") or ""
        written = draft.labels_for.get(id_, "") or draft.label or (draft.cell if len(draft.cell) < 60 else "")
        fields.append(Field(tag, kind, attrs.get("name") or "", written or label, value[:500]))


def _enter_input(draft: Draft, _node: Node, attrs: Attrs) -> object:
    kind = (attrs.get("type") or "text").lower()
    value = attrs.get("value") or ""
    if kind in {"submit", "button"} and value:
        draft.flush()
        draft.write(value)
        draft.flush()
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
            elif child.tag == "optgroup":
                queue.append(child.first_child)
            child = child.next
    _field(draft, "select", attrs, kind="select", value=" | ".join(options))
    return SKIP


def _enter_button(draft: Draft, _node: Node, attrs: Attrs) -> object:
    draft.captures = [*draft.captures, []]
    if attrs.get("formaction"):
        draft.addresses.absolute(attrs["formaction"] or "")
    return None


def _leave_button(draft: Draft, node: Node, held: Held) -> None:
    text = fold("".join(draft.captures[-1])) if draft.captures else ""
    draft.captures = held.captures
    attrs = node.attributes
    _field(draft, "button", attrs, kind=(attrs.get("type") or "submit").lower(), value=text or attrs.get("value") or "")
    if "onclick" in attrs or "data-href" in attrs:
        on_click(draft, {**attrs, "aria-label": text or attrs.get("aria-label")})


def _leave_label(draft: Draft, node: Node, held: Held) -> None:
    text = fold("".join(draft.captures[-1])) if draft.captures else ""
    draft.captures = held.captures
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
        draft.write((node.first_child.text_content or "").replace("\n", LINE))
        draft.flush()
        return SKIP
    return None


def _skip(_draft: Draft, _node: Node, _attrs: Attrs) -> object:
    return SKIP


Enter = Callable[[Draft, Node, Attrs], object]
ENTER: Mapping[str, Enter] = {
    "a": _enter_link,
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
Leave = Callable[[Draft, Node, Held], None]
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
