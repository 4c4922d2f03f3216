"""What single elements mean: links, headings, cells, scripts, forms. One function each, in the rosters ENTER and LEAVE."""

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

from crawler.document.addresses import Addresses
from crawler.document.attributes import LONGEST, keep_link, scripted, shows_nothing
from crawler.document.draft import NOWHERE, Draft, OpenForm, OpenLink
from crawler.document.marks import PROBLEMS
from crawler.document.tag import Attrs, Enter, Leave, Tag
from crawler.document.text import LINE, fold, raise_note
from crawler.model.document import Attribute, Field, Form, Image, Script
from crawler.model.link import FORM, OPTION
from crawler.model.strict import read_facts

_KNOWN_ACTION = re.compile(r"mail|tel:|crypt|whatsapp|wa\.me", re.IGNORECASE)
_MOST = 5_000
_MOST_OPTIONS = 300
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
_PARTS_OF_TABLE = frozenset({"tbody", "td", "tfoot", "th", "thead", "tr"})
_SIGNS = frozenset(read_facts(Path(__file__).with_name("signs.toml"))["names"])
"""What pictures of the sign in an address are called."""
_AT_ONCE = 15
"""Seconds before a refresh for it to send the reader on: later ones end a session, or show the next offer."""
_TOLD = re.compile(r"@|\d{5}|\d(?:[ ()./-]{0,2}\d){6}")


def _enter_link(draft: Draft, tag: Tag, _content: str) -> None:
    if draft.link is not None:
        _leave_link(draft, tag)
    parts = draft.parts
    if parts and draft.after_link == len(parts):
        parts.append(" ")
    attrs = tag.attributes
    draft.link = link = OpenLink(len(parts), attrs)
    draft.capture(link)
    if "name" in attrs:
        draft.anchors.setdefault(attrs["name"], len(draft.blocks))


def _leave_link(draft: Draft, _tag: Tag) -> None:
    draft.after_link = len(draft.parts)
    link, draft.link = draft.link, None
    if link is None:
        return
    text = draft.captured()
    attrs = link.attrs
    written = attrs.get("href", "")
    if len(written) > 1 and written[0] == "#":
        raise_note(draft.parts)
    if not written or draft.is_full_of_links():
        return
    target = draft.addresses.absolute(written)
    if not target and written.lstrip()[:11].lower() == "javascript:":
        target = _action(draft, written)
    if target and text:
        keep_link(draft, target, attrs, text, written_out=True)
    elif target:
        other = fold(" ".join(link.spare)) or attrs.get("aria-label") or attrs.get("title") or fold(" ".join(link.named))
        keep_link(draft, target, attrs, other, written_out=False)
        if not other and shows_nothing(draft, target, attrs):
            draft.links[-1] = draft.links[-1]._replace(visible=False)


def _action(draft: Draft, written: str) -> str:
    """A link that runs a script: kept with its script where that may reach the shop."""
    scope = draft.scope
    draft.attributes.append(Attribute("a", "href", written[:LONGEST], scope.place, not scope.hidden_by, len(draft.blocks)))
    found = scripted(written)
    if found:
        return draft.addresses.absolute(found)
    return written.strip()[:LONGEST] if _KNOWN_ACTION.search(written[:LONGEST]) else ""


def _enter_area(draft: Draft, tag: Tag, _content: str) -> None:
    attrs = tag.said
    target = draft.addresses.absolute(attrs.get("href", ""))
    if target:
        keep_link(draft, target, attrs, attrs.get("alt") or attrs.get("title", ""), written_out=False)


def _enter_image(draft: Draft, tag: Tag, _content: str) -> None:
    attrs = tag.said
    alt = attrs.get("alt", "")
    src = attrs.get("src", "")
    if src[:5].lower() == "data:":
        src = attrs.get("data-src") or src[:200]
    if len(draft.images) < _MOST:
        draft.images.append(Image(draft.addresses.absolute(src) or src[:200], alt, draft.scope.place, len(draft.blocks)))
    if _draws_the_sign(alt, src, glued=bool(draft.parts) and draft.parts[-1][-1:].isalnum()):
        draft.parts.append("@")
    elif alt and draft.link is not None:
        draft.link.spare.append(alt)


def _draws_the_sign(alt: str, src: str, *, glued: bool) -> bool:
    """Whether a picture stands for the sign of an address: `info<img src="at.gif">shop.nl`."""
    if not glued or not alt:
        return alt == "@" or (glued and src.rpartition("/")[2].partition(".")[0].lower() in _SIGNS)
    return alt.strip("()[] ").lower() in _SIGNS


def _enter_script(draft: Draft, tag: Tag, content: str) -> None:
    attrs = tag.attributes
    kind = attrs.get("type", "").strip().lower()
    if kind == "application/ld+json":
        draft.structured.append(content)
    elif len(draft.scripts) < _MOST:
        src = attrs.get("src")
        draft.scripts.append(
            Script(draft.addresses.absolute(src) if src else "", content, kind, draft.scope.place, len(draft.blocks))
        )


def _enter_style(draft: Draft, tag: Tag, content: str) -> None:
    media = (tag.attributes.get("media") or "all").lower()
    if "print" not in media and "(" not in media and draft.scope.hidden_by not in _INERT and not draft.marked:
        draft.styles.add(content)
        if draft.styles.full:
            draft.problems["too-many-style-sheets"] = None


def _enter_meta(draft: Draft, tag: Tag, _content: str) -> None:
    attrs = tag.said
    content = attrs.get("content", "")
    name = attrs.get("name") or attrs.get("property") or attrs.get("http-equiv") or attrs.get("itemprop")
    if name and len(draft.meta) < _MOST:
        draft.meta.append((name.lower(), content[:LONGEST]))
    if attrs.get("http-equiv", "").lower() == "refresh" and not draft.refresh and draft.scope.hidden_by not in _INERT:
        draft.refresh = sent_on(content, draft.addresses)


def sent_on(content: str, addresses: Addresses) -> str:
    """Where a refresh soon leads, by what its element or the header of that name says; "" where it does not."""
    found = _REFRESH.match(content[:LONGEST])
    return addresses.absolute(found["target"]) if found and int(found["seconds"]) <= _AT_ONCE else ""


def _enter_title(draft: Draft, _tag: Tag, content: str) -> None:
    draft.title = draft.title or fold(content)[:1_000]


def _enter_html(draft: Draft, tag: Tag, _content: str) -> None:
    attrs = tag.said
    draft.language = (attrs.get("lang") or attrs.get("xml:lang", "")).strip()[:40]
    if draft.marked:
        draft.problems.update(dict.fromkeys(attrs.get(PROBLEMS, "").split()))


def _enter_comment(draft: Draft, _tag: Tag, content: str) -> None:
    if len(draft.comments) < 500 and _TOLD.search(content, 0, 20_000):
        draft.comments.append(content[:20_000].strip())


def _enter_frame(draft: Draft, tag: Tag, _content: str) -> None:
    attrs = tag.said
    src = draft.addresses.absolute(attrs.get("src") or attrs.get("data-src", ""))
    if src:
        draft.frames.append(src)
    if attrs.get("srcdoc"):
        draft.scripts.append(Script("", attrs["srcdoc"][:200_000], "srcdoc", draft.scope.place, len(draft.blocks)))


def _enter_hiding(by: str) -> Enter:
    def enter(draft: Draft, _tag: Tag, _content: str) -> None:
        draft.scope = draft.scope.hidden(by)

    return enter


def _enter_details(draft: Draft, tag: Tag, _content: str) -> None:
    if "open" not in tag.said:
        draft.scope = draft.scope.closing()


def _enter_summary(draft: Draft, _tag: Tag, _content: str) -> None:
    draft.scope = draft.scope._replace(closed=False)
    draft.capture()


def _enter_heading(draft: Draft, _tag: Tag, _content: str) -> None:
    draft.capture()


def _leave_heading(draft: Draft, tag: Tag) -> None:
    text, hidden = draft.captured(), draft.scope.hidden_by
    if not text or (hidden and not draft.scope.closed):
        return
    name = tag.name
    draft.heading(int(name[1]) if name[1:].isdigit() else 7, text)
    if name == "h1" and not draft.h1 and not hidden:
        draft.h1 = text[:1_000]


def _enter_row(draft: Draft, _tag: Tag, _content: str) -> None:
    draft.cell = draft.label = ""


def _enter_cell(draft: Draft, _tag: Tag, _content: str) -> None:
    draft.begin_cell()


def _leave_cell(draft: Draft, _tag: Tag) -> None:
    draft.label = ""


def _enter_svg(draft: Draft, _tag: Tag, content: str) -> None:
    title, _, texts = content.partition(LINE)
    if title and draft.link is not None:
        draft.link.spare.append(title[:200])
    if _TOLD.search(texts):
        draft.parts += (LINE, texts, LINE)


def _enter_form(draft: Draft, tag: Tag, _content: str) -> None:
    end_form(draft)
    draft.open_form = OpenForm(tag, draft.scope, [], len(draft.blocks), draft.headings)


def _leave_form(draft: Draft, _tag: Tag) -> None:
    form, table = draft.open_form, _table_of_form(draft)
    if form is None or table == NOWHERE:
        end_form(draft)
    else:
        draft.open_form = form._replace(table=table)


def _table_of_form(draft: Draft) -> int:
    """The table between whose parts the form just met was closed with nothing in it, else NOWHERE: its rows have the fields.

    https://html.spec.whatwg.org/multipage/parsing.html#form-element-pointer
    """
    tags, parents = draft.tree.tags, draft.tree.parents
    node = parents[-1] if tags[-1].name == "form" else NOWHERE
    while node != NOWHERE and tags[node].name in _PARTS_OF_TABLE:
        node = parents[node]
    return node if node != NOWHERE and tags[node].name == "table" else NOWHERE


def _is_inside(draft: Draft, around: int) -> bool:
    """Whether the element met last stands in another."""
    parents = draft.tree.parents
    node = parents[-1]
    while node > around:
        node = parents[node]
    return node == around


def end_form(draft: Draft) -> None:
    """Close the form under way, if there is one."""
    form, draft.open_form = draft.open_form, None
    if form is None or len(draft.forms) >= _MOST:
        return
    get, scope = form.tag.attributes.get, form.scope
    blocks = draft.blocks[form.block : form.end]
    text = "\n".join(block.text for block in blocks if not block.hidden_by)[:20_000]
    action, method = draft.addresses.absolute(get("action", "")), (get("method") or "get").lower()
    fields, seen = tuple(form.fields), not scope.hidden_by
    made = Form(action, method, fields, text, scope.place, seen, form.block, form.headings)
    draft.forms.append(made)
    button = made.only_button
    if action and method == "get" and button is not None and not button.name:
        said = urlencode([(field.name, field.value) for field in fields if field.name])
        target = f"{action.partition('?')[0]}?{said}" if said else action
        keep_link(draft, target, {"rel": FORM}, button.value, written_out=True)


def _field(draft: Draft, tag: str, attrs: Attrs, *, kind: str, value: str) -> None:
    form = draft.open_form
    if form is not None and form.table != NOWHERE:
        if not _is_inside(draft, form.table):
            end_form(draft)
            return
        form = draft.open_form = form._replace(end=len(draft.blocks) + 1)
    if form is None or len(form.fields) >= 500:
        return
    own = attrs.get("aria-label") or attrs.get("placeholder") or attrs.get("title", "")
    before = draft.labels_for.get(attrs.get("id", ""), "") or draft.label
    form.fields.append(Field(tag, kind, attrs.get("name", ""), before or own, value[:500]))


def _enter_input(draft: Draft, tag: Tag, _content: str) -> None:
    attrs = tag.said
    kind = (attrs.get("type") or "text").lower()
    value = attrs.get("value", "")
    if kind == "image":
        value = attrs.get("alt") or attrs.get("title") or value
    if kind in {"submit", "button"} and value:
        if draft.parts:
            draft.flush_before()
        draft.parts.append(value)
        draft.flush(len(draft.tree.tags) - 1, "input")
    _field(draft, "input", attrs, kind=kind, value=value)


def _enter_textarea(draft: Draft, tag: Tag, content: str) -> None:
    _field(draft, "textarea", tag.attributes, kind="textarea", value=content)


def _enter_select(draft: Draft, tag: Tag, content: str) -> None:
    told = content.split(LINE)[: 2 * _MOST_OPTIONS]
    for text, address in zip(told[::2], told[1::2], strict=False):
        if address and (target := draft.addresses.absolute(address)):
            keep_link(draft, target, {"rel": OPTION}, fold(text), written_out=True)
    options = told[::2] if draft.open_form is not None else ()
    _field(draft, "select", tag.attributes, kind="select", value=" | ".join(fold(option[:200]) for option in options))


def _enter_button(draft: Draft, _tag: Tag, _content: str) -> None:
    draft.capture()


def _leave_button(draft: Draft, tag: Tag) -> None:
    text = draft.captured()
    attrs = tag.attributes
    _field(draft, "button", attrs, kind=(attrs.get("type") or "submit").lower(), value=text or attrs.get("value", ""))


def _leave_label(draft: Draft, tag: Tag) -> None:
    text = draft.captured()
    id_ = tag.attributes.get("for")
    if id_ and text:
        draft.labels_for[id_] = text[:200]


def _leave_raised(draft: Draft, _tag: Tag) -> None:
    raise_note(draft.parts)


def _enter_base(draft: Draft, tag: Tag, _content: str) -> None:
    attrs = tag.said
    target = draft.addresses.absolute(attrs.get("href", ""))
    if target and not draft.based:
        draft.based = True
        draft.addresses = type(draft.addresses)(target)


def _enter_break(draft: Draft, _tag: Tag, _content: str) -> None:
    if draft.parts:
        draft.parts.append(LINE)


def _enter_raw(draft: Draft, _tag: Tag, content: str) -> None:
    draft.parts.append(content)


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
    "dd": _enter_cell,
    "svg": _enter_svg,
    "form": _enter_form,
    "input": _enter_input,
    "textarea": _enter_textarea,
    "select": _enter_select,
    "button": _enter_button,
    "label": _enter_heading,
    "base": _enter_base,
    **dict.fromkeys(("xmp", "noembed", "noframes"), _enter_raw),
}
LEAVE: Mapping[str, Leave] = {
    "a": _leave_link,
    "sup": _leave_raised,
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "legend", "summary"), _leave_heading),
    **dict.fromkeys(("td", "th", "dd", "dt"), _leave_cell),
    "form": _leave_form,
    "button": _leave_button,
    "label": _leave_label,
}
