"""Writes a measured page as marked HTML; `crawler.browser.marked` says what the marks mean."""

from collections.abc import Callable, Iterable

from crawler.browser import markup
from crawler.browser.branches import back, host_of, legible, options, own_text, read_back, skeleton, turned, whole_table
from crawler.browser.measure import Looked, Measured, Piece
from crawler.browser.pieces import pieces
from crawler.browser.pointed import VALUE
from crawler.browser.snapshot import COMMENT, ELEMENT, TEXT, Tree

OURS = markup.OURS
_LONGEST_MARKER = 6
"""Characters of a list's bullet or number; more is text that the page puts there."""
_HEAD = frozenset({"TITLE", "META", "BASE", "SCRIPT", "LINK"})
_DROPPED = frozenset({"STYLE", "TEMPLATE", "SOURCE", "TRACK", "PARAM", "TITLE", "BASE", "HEAD", "DATALIST", "LINK", "META"})
_TYPED = frozenset({"text", "tel", "email", "url", "search"})
_DRAWN = frozenset({"text", "tspan", "textPath"})
_LOST = frozenset({"script", "style", "title", "desc", "metadata", "defs", "symbol", "clipPath", "mask", "pattern"})
_BLOCKS = (
    markup.CLOSES_P | frozenset(markup.TABLE_PARTS) | {"html", "body", "head", "br", "button", "option", "legend", "video", "audio"}
)
_DEEPEST = 400
"""Elements inside elements that are written as such; browsers themselves stop at 512."""


class _Open:
    """An element being written: where its name stands, what is left of its children, what parsers make of what it holds."""

    __slots__ = ("at", "breaks", "broken", "children", "done", "drawn", "holds", "line", "name", "node", "turned", "unseen")

    def __init__(self, done: Measured, node: int, name: str, children: Iterable[int]) -> None:
        self.done, self.node, self.name, self.children = done, node, name, iter(children)
        self.at = -1
        self.holds: set[str] = set()
        self.unseen = self.turned = self.drawn = self.broken = self.line = False
        self.breaks = ""

    def like(self, outer: "_Open") -> "_Open":
        """Take over what holds in the element around."""
        self.unseen, self.turned, self.drawn, self.broken = outer.unseen, outer.turned, outer.drawn, outer.broken
        return self


class Writer:
    """Writes one page. `write` is to be called once."""

    def __init__(self, page: Measured) -> None:
        self._page = page
        self._host = host_of(page.tree.url)
        self._parts: list[str] = ["<!doctype html>\n"]
        self._stack: list[_Open] = []
        self._names: list[str] = []
        self._special: dict[str, Callable[[_Open, int], None]] = {
            "SCRIPT": self._a_script,
            "NOSCRIPT": self._no_script,
            "INPUT": self._input,
            "TEXTAREA": self._area,
            "SELECT": self._select,
            "IFRAME": self._empty_frame,
            "FRAME": self._empty_frame,
        }

    def write(self, marks: dict[str, str], asked: Iterable[tuple[str, str]] = (), said: Iterable[str] = ()) -> str:
        """Give the page; `marks` are those of its root.

        `asked` are addresses and words of links that a script made for a click, `said` the messages of dialogs that it brought.
        """
        page, parts, tree = self._page, self._parts, self._page.tree
        root, head, body, inside = skeleton(tree)
        told = "".join(markup.attribute(name, value) for name, value in marks.items())
        parts.append(f"<html{markup.attributes(tree.attributes(root)) if root else ''}{told}>\n<head>")
        for node in tree.children[head] if head else ():
            if tree.kinds[node] == ELEMENT and tree.name(node).upper() in _HEAD:
                self._of_head(tree, node)
        parts.append(f"</head>\n<body{markup.attributes(tree.attributes(body)) if body else ''}>")
        self._run(_Open(page, body, "", inside))
        for url, text in asked:
            told = markup.attribute("href", url) + markup.attribute(OURS + "made", "script")
            parts.append(f"<p><a{told}>{markup.text(text)}</a></p>\n")
        for message in said:
            lines = markup.text(message).replace("\n", "<br>")
            parts.append(f"<p{markup.attribute(OURS + 'made', 'dialog')}>{lines}</p>\n")
        parts.append("</body>\n</html>\n")
        return "".join(parts)

    def _of_head(self, tree: Tree, node: int) -> None:
        name, attributes = tree.name(node).lower(), markup.attributes(tree.attributes(node))
        if name == "script":
            self._script(tree, node, "")
        elif name == "title":
            self._parts.append(f"<title>{markup.text(own_text(tree, node))}</title>\n")
        elif name != "link" or "stylesheet" not in attributes:
            self._parts.append(f"<{name}{attributes}>\n")

    def _run(self, first: _Open) -> None:
        """Write all that an element holds."""
        stack = self._stack
        floor = len(stack)
        self._push(first)
        while len(stack) > floor:
            here = stack[-1]
            node = next(here.children, None)
            if node is None:
                self._leave()
            else:
                self._node(here, node)

    def _push(self, opened: _Open) -> None:
        self._stack.append(opened)
        if opened.name:
            self._names.append(opened.name)

    def _leave(self) -> None:
        opened = self._stack.pop()
        name, holds = opened.name, opened.holds
        if name:
            self._names.pop()
            if (name == "p" and "block" in holds) or (name in {"a", "button"} and name in holds):
                name = self._parts[opened.at] = "div" if name == "p" else "span"
            holds.add("block" if name in markup.CLOSES_P else name)
            self._parts.append(f"</{name}>")
        self._parts.append(opened.breaks)
        if self._stack:
            self._stack[-1].holds |= holds & {"block", "a", "button"}

    def _node(self, here: _Open, node: int) -> None:
        tree = here.done.tree
        kind = tree.kinds[node]
        if kind == TEXT:
            self._text(here, node)
        elif kind == ELEMENT:
            self._element(here, node, tree.name(node))
        elif kind == COMMENT and not here.drawn and (said := tree.value(node).strip()):
            self._parts.append(markup.comment(said[:20_000]))

    def _text(self, here: _Open, node: int) -> None:
        pieces = here.done.pieces.get(node)
        if pieces is None:
            if here.done.tree.value(node).isspace():
                self._parts.append("\n")
            return
        laid = here.done.tree.laid[node]
        if here.turned and laid:
            lines = read_back(here.done.tree, laid[0])
            pieces = [Piece(lines, "" if any(not piece.why for piece in pieces) else pieces[0].why)]
        kept = bool(laid) and here.done.style(laid[0]).keeps_lines
        made = "direction" if here.turned and laid else "svg" if here.drawn else ""
        for piece in pieces:
            self._piece(here, piece, made, kept=kept)

    def _piece(self, here: _Open, piece: Piece, made: str, *, kept: bool) -> None:
        said = markup.text(piece.text)
        if kept:
            said = said.replace("\n", "<br>")
        marks = markup.attribute(OURS + "made", made) if made else ""
        if piece.why and piece.why != "closed" and not here.unseen and not piece.text.isspace():
            marks += markup.attribute(OURS + "unseen", piece.why)
        self._parts.append(f"<span{marks}>{said}</span>" if marks else said)

    def _element(self, here: _Open, node: int, name: str) -> None:
        tree = here.done.tree
        if node in tree.pseudo:
            self._pseudo(here, node)
        elif here.drawn:
            self._drawn(here, node, name)
        elif name == "svg":
            self._drawing(here, node)
        else:
            upper = name.upper()
            if upper in _DROPPED:
                return
            if node in here.done.frames:
                self._frame(here, node)
            elif (special := self._special.get(upper)) is not None:
                special(here, node)
            else:
                self._plain(here, node, markup.plain_name(name.lower()))

    def _plain(self, here: _Open, node: int, name: str) -> None:
        """Write the beginning of an ordinary element; its children follow."""
        tree, parts = here.done.tree, self._parts
        opened = _Open(here.done, node, name, ()).like(here)
        style = here.done.sights[node].style if tree.laid[node] else None
        if name == "table":
            opened.broken = not whole_table(tree, node, name)
        if len(self._stack) >= _DEEPEST:
            name = ""
        elif (opened.broken and (name == "table" or name in markup.TABLE_PARTS)) or markup.torn(name, self._names):
            name = "div"
        if here.line and name == "div":
            name = "span"
        opened.name = name
        if style is not None and style.as_block and name and name not in _BLOCKS and not _beside(here):
            parts.append("<br>")
            opened.breaks = "<br>"
        if style is not None:
            opened.turned = style.turned or (here.turned and not style.as_block)
        line = pieces(tree, tree.children[node])
        opened.line = bool(line)
        opened.children = iter(line or (turned(tree, tree.children[node]) if opened.turned else tree.children[node]))
        if name:
            parts.append("<")
            opened.at = len(parts)
            parts += (name, self._attributes(opened, here, node), ">")
        if name in markup.VOID:
            here.holds |= {"block"} if name == "hr" else set()
            parts.append(opened.breaks)
            return
        self._push(opened)
        self._shadow(opened, node)

    def _attributes(self, opened: _Open, here: _Open, node: int) -> str:
        tree = here.done.tree
        base = tree.base or tree.url if here.done is not self._page else ""
        told = markup.attributes(tree.attributes(node), base)
        return told + self._marks(opened, here, node)

    def _marks(self, opened: _Open, here: _Open, node: int) -> str:
        done = here.done
        why = done.whys[node]
        marks = ""
        if why and not here.unseen and node in done.marks:
            opened.unseen = True
            marks = markup.attribute(OURS + "unseen", why)
        return marks + _look(done.looks.get(node))

    def _shadow(self, host: _Open, node: int) -> None:
        """The content of a shadow root stands in an element of its own."""
        tree = host.done.tree
        kept = tree.shadows.get(node)
        kind = next((tree.shadows[child] for child in tree.children[node] if child in tree.shadows), kept)
        if kind and kind != kept and host.name:
            style = host.done.sights[node].style
            name = "span" if style.display in {"inline", "contents"} else "div"
            inner = _Open(host.done, node, name, host.children).like(host)
            self._parts.append("<")
            inner.at = len(self._parts)
            self._parts += (name, markup.attribute(OURS + "shadow", kind), ">")
            self._push(inner)
            host.children = iter(())

    def _pseudo(self, here: _Open, node: int) -> None:
        done = here.done
        kind, pieces = done.tree.pseudo[node], done.pieces.get(node, [])
        told = [Piece(legible(piece.text), piece.why) for piece in pieces]
        if not any(piece.text.strip() for piece in told):
            return
        if kind == "marker" and sum(len(piece.text) for piece in told) <= _LONGEST_MARKER:
            return
        if here.turned or done.sights[node].style.turned:
            told = [Piece(back(piece.text), piece.why) for piece in reversed(told)]
        opened = _Open(done, node, "span", ()).like(here)
        marks = self._marks(opened, here, node)
        block = done.sights[node].style.as_block and not _beside(here)
        line = "<br>" if block else ""
        self._parts.append(f"{line}<span{markup.attribute(OURS + 'made', kind)}{marks}>")
        for piece in told:
            self._piece(opened, piece, "", kept=done.sights[node].style.keeps_lines)
        self._parts.append(f"</span>{line}")

    def _drawing(self, here: _Open, node: int) -> None:
        """A drawing: only its title, its texts and its links say something."""
        tree = here.done.tree
        titles = [child for child in tree.children[node] if tree.kinds[child] == ELEMENT and tree.name(child) == "title"]
        title = f"<title>{markup.text(own_text(tree, titles[0]))}</title>" if titles else ""
        opened = _Open(here.done, node, "", tree.children[node]).like(here)
        told = ((name, value) for name, value in tree.attributes(node) if name in {"id", "class", "role", "aria-label"})
        # its mark is its own: what it says stands behind it
        marks = self._marks(_Open(here.done, node, "", ()), here, node)
        self._parts.append(f"<svg{markup.attributes(told)}{marks}>{title}</svg>")
        opened.drawn = True
        self._push(opened)

    def _drawn(self, here: _Open, node: int, name: str) -> None:
        tree = here.done.tree
        if name in _LOST:
            return
        if name == "foreignObject":
            self._plain(here, node, "div")
            self._stack[-1].drawn = False
        elif name == "a":
            href = next((value for key, value in tree.attributes(node) if key in {"href", "xlink:href"}), "")
            opened = _Open(here.done, node, "a", tree.children[node]).like(here)
            self._parts.append("<")
            opened.at = len(self._parts)
            self._parts += ("a", markup.attribute("href", href) + self._marks(opened, here, node), ">")
            self._push(opened)
        else:
            self._push(_Open(here.done, node, "", tree.children[node]).like(here))

    def _frame(self, here: _Open, node: int) -> None:
        inner = here.done.frames[node]
        opened = _Open(here.done, node, "div", ()).like(here)
        told = ((name, value) for name, value in here.done.tree.attributes(node) if name in {"id", "class", "title", "name"})
        marks = self._marks(opened, here, node)
        self._parts.append("<")
        opened.at = len(self._parts)
        self._parts += ("div", markup.attributes(told) + markup.attribute(OURS + "frame", inner.tree.url) + marks, ">")
        self._push(opened)
        _, head, body, inside = skeleton(inner.tree)
        if head and host_of(inner.tree.url) == self._host:
            for child in inner.tree.children[head]:
                if inner.tree.name(child).upper() == "SCRIPT":
                    self._script(inner.tree, child, inner.tree.base)
        document = _Open(inner, body, "", inside)
        document.unseen = opened.unseen
        self._run(document)

    def _script(self, tree: Tree, node: int, base: str) -> None:
        if host_of(tree.url) in {self._host, ""}:
            told = markup.attributes(tree.attributes(node), base)
            self._parts.append(f"<script{told}>{markup.script(own_text(tree, node))}</script>\n")

    def _a_script(self, here: _Open, node: int) -> None:
        tree = here.done.tree
        self._script(tree, node, tree.base if here.done is not self._page else "")

    def _no_script(self, here: _Open, node: int) -> None:
        said = own_text(here.done.tree, node).strip()
        if said:
            self._parts.append(f"<noscript>{markup.text(said)}</noscript>")

    def _input(self, here: _Open, node: int) -> None:
        tree = here.done.tree
        told = dict(tree.attributes(node))
        kind, typed = (told.get("type") or "text").lower(), tree.typed.get(node, "")
        if kind != "password" and typed:
            told["value"] = typed
        base = tree.base if here.done is not self._page else ""
        self._parts.append(
            f"<input{markup.attributes(told.items(), base)}{self._marks(_Open(here.done, node, '', ()), here, node)}>"
        )
        if kind in _TYPED and typed.strip() and here.done.whys[node] == "":
            self._shown(here, node, typed)

    def _area(self, here: _Open, node: int) -> None:
        tree = here.done.tree
        typed = tree.typed.get(node, "")
        marks = self._marks(_Open(here.done, node, "", ()), here, node)
        self._parts.append(f"<textarea{markup.attributes(tree.attributes(node))}{marks}>\n{markup.text(typed)}</textarea>")
        if typed.strip() and here.done.whys[node] == "":
            self._shown(here, node, typed)

    def _shown(self, here: _Open, node: int, typed: str) -> None:
        """What a field holds is read by the visitor."""
        told = markup.attribute(OURS + "made", "value") + _look(here.done.looks.get(node))
        self._parts.append(f" <span{told}>{markup.text(typed)}</span> ")

    def _select(self, here: _Open, node: int) -> None:
        tree = here.done.tree
        marks = self._marks(_Open(here.done, node, "", ()), here, node)
        self._parts.append(f"<select{markup.attributes(tree.attributes(node))}{marks}>")
        for option in options(tree, node):
            self._parts.append(
                f"<option{markup.attributes(tree.attributes(option))}>{markup.text(own_text(tree, option))}</option>"
            )
        self._parts.append("</select>")
        if here.done.whys[node] == "":
            self._listed(here, node)

    def _listed(self, here: _Open, node: int) -> None:
        """What a list shows to who opens it, where that may be a value."""
        for option in options(here.done.tree, node):
            said = own_text(here.done.tree, option)
            if VALUE.search(said):
                marks = markup.attribute(OURS + "made", "option") + markup.attribute(OURS + "unseen", "closed")
                self._parts.append(f"<br><span{marks}>{markup.text(said)}</span><br>")

    def _empty_frame(self, here: _Open, node: int) -> None:
        """A frame whose document is not in the snapshot."""
        opened = _Open(here.done, node, "iframe", ()).like(here)
        self._parts.append(f"<iframe{self._attributes(opened, here, node)}></iframe>")


def _look(looked: Looked | None) -> str:
    if looked is None:
        return ""
    left, top, right, bottom = looked.box
    ratio = f"{looked.contrast:.4g}" if looked.contrast else "?"
    told = f"{left:.0f} {top:.0f} {right - left:.0f} {bottom - top:.0f} {looked.size:.4g} {ratio} {int(looked.fold)}"
    return f' {OURS}look="{told}"'


def _beside(here: _Open) -> bool:
    """Whether what stands in this element stands beside each other."""
    tree = here.done.tree
    return here.line or (bool(here.node and tree.laid[here.node]) and here.done.sights[here.node].style.in_rows)
