"""What a script writes, for scripts that only put strings together: assignments, `+`, and a few calls.

No script is run. Strings, variables, arrays, `unescape`, `decodeURIComponent`, `atob`, `String.fromCharCode`, `.join`,
`.reverse`, `.split` and `.replace` with plain strings are understood, what is given to `eval` is read as a script; anything
else counts as an empty string.

>>> [item.text for item in written("var u='info', d='shop.nl'; document.write('<b>' + u + '&#64;' + d + '</b>');")]
['<b>info&#64;shop.nl</b>']
"""

import base64
import binascii
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

LONGEST = 8_000
"""Characters of script looked at: cloaks are short, libraries are long."""

TOKEN = re.compile(
    r"""
      (?P<text>  "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' | `(?:[^`\\]|\\.)*` )
    | (?P<name>  [A-Za-z_$][\w$]* (?:\s*\.\s*[A-Za-z_$][\w$]*)* )   # a name with its dotted parts
    | (?P<number> 0x[0-9a-fA-F]+ | \d+ )
    | (?P<skip>  \s+ | //[^\n]* | /\*.*?\*/ )
    | (?P<mark>  \+= | . )
    """,
    re.VERBOSE | re.DOTALL,
)
ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))", re.DOTALL)
SINK = re.compile(
    r"(?:^|\.)(?:write|writeln|innerHTML|outerHTML|textContent|innerText|href|location|html|text|append|before|after|open)$"
    r"|(?:^|\.)location\.(?:assign|replace)$"
)
SHOWN_CALL = ("document.write", "document.writeln")
SHOWN_PART = ("innerHTML", "outerHTML", "textContent", "innerText")

Value = str | list[str]


class Written(NamedTuple):
    """A string that a script writes: `shown` when it becomes part of the page, into the element `target` ("" = where it stands)."""

    text: str
    shown: bool
    target: str = ""


class Token(NamedTuple):
    """A piece of script: kind (text, name, number or mark) and its characters."""

    kind: str
    text: str


def written(script: str) -> Iterator[Written]:
    """Give what the script writes into the page or into a link."""
    reader = Reader(tuple(_tokens(script[:LONGEST])))
    try:
        yield from reader.statements()
    except RecursionError:
        return


def _tokens(script: str) -> Iterator[Token]:
    for match in TOKEN.finditer(script):
        if match.lastgroup and match.lastgroup != "skip":
            text = match.group()
            yield Token(match.lastgroup, "".join(text.split()) if match.lastgroup == "name" else text)


def literal(token: str) -> str:
    r"""Give the value of a string in quotes.

    >>> literal(r"'a\x40b'")
    'a@b'
    """
    return ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)) if found[1] or found[2] else found[3], token[1:-1])


class Reader:
    """Walks the tokens once, keeping the variables' values."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self.tokens = (*tokens, Token("mark", ""), Token("mark", ""))
        self.at = 0
        self.values: dict[str, Value] = {}

    def statements(self) -> Iterator[Written]:
        """Read to the end; give every string that reaches a sink."""
        target = ""
        while self.at < len(self.tokens) - 2:
            token, after = self.tokens[self.at], self.tokens[self.at + 1]
            self.at += 1
            if token.kind == "name" and token.text.endswith("getElementById"):
                target = self._argument()
            elif token.kind == "name" and after.text in ("=", "+=") and self.tokens[self.at + 1].text != "=":
                self.at += 1
                yield from self._assigned(token.text, after.text, target)
            elif token.text == "eval" and after.text == "(":
                yield from written(_joined(self._group()))
            elif token.kind == "name" and after.text == "(" and SINK.search(token.text):
                yield Written(_joined(self._group()), token.text in SHOWN_CALL)
            elif token.text == "." and after.kind == "name" and self.tokens[self.at + 1].text in ("=", "+="):
                continue

    def _assigned(self, name: str, mark: str, target: str) -> Iterator[Written]:
        value = self._sum()
        if mark == "+=":
            value = _joined([_joined(self.values.get(name, "")), _joined(value)])
        self.values[name] = value
        if SINK.search(name) and isinstance(value, str) and value:
            part = name.rpartition(".")[2]
            yield Written(value, part in SHOWN_PART and bool(target), target)

    def _argument(self) -> str:
        mark, value = self.tokens[self.at], self.tokens[self.at + 1]
        return literal(value.text) if mark.text == "(" and value.kind == "text" else ""

    def _sum(self) -> Value:
        value = self._term()
        while self.tokens[self.at].text == "+":
            self.at += 1
            value = _joined([_joined(value), _joined(self._term())])
        return value

    def _term(self) -> Value:
        token = self.tokens[self.at]
        if self.at >= len(self.tokens) - 2 or token.text in (";", ")", "]", "}", ","):
            return ""
        self.at += 1
        return self._methods(self._plain(token))

    def _plain(self, token: Token) -> Value:
        if token.kind == "text":
            return literal(token.text)
        if token.text == "[":
            return self._items("]")
        if token.text == "(":
            self.at -= 1
            return _joined(self._group())
        if token.kind == "name" and self.tokens[self.at].text == "(":
            return self._call(token.text)
        return token.text if token.kind == "number" else self.values.get(token.text, "")

    def _call(self, name: str) -> Value:
        owner, _, method = name.rpartition(".")
        arguments = self._group()
        if owner in self.values:
            return _method(self.values[owner], method, arguments)
        return _function(method or name, arguments)

    def _methods(self, value: Value) -> Value:
        while self.tokens[self.at].text == "." and self.tokens[self.at + 1].kind == "name" and self.tokens[self.at + 2].text == "(":
            name = self.tokens[self.at + 1].text
            self.at += 2
            value = _method(value, name, self._group())
        return value

    def _group(self) -> list[str]:
        if self.tokens[self.at].text != "(":
            return []
        self.at += 1
        return self._items(")")

    def _items(self, end: str) -> list[str]:
        items: list[str] = []
        while self.at < len(self.tokens) - 2 and self.tokens[self.at].text not in (end, ";"):
            before = self.at
            value = self._sum()
            items += value if isinstance(value, list) else [value]
            self.at += self.tokens[self.at].text == "," or self.at == before
        self.at += self.tokens[self.at].text == end
        return items


def _joined(value: Value) -> str:
    return (value if isinstance(value, str) else "".join(value))[:LONGEST]


def _function(name: str, arguments: list[str]) -> str:
    first = arguments[0] if arguments else ""
    if name == "fromCharCode":
        return "".join(map(_character, arguments))
    if name in ("unescape", "decodeURIComponent", "decodeURI"):
        return unquote(first)
    if name == "atob":
        return unbase64(first)
    return ""


def _character(number: str) -> str:
    try:
        return chr(int(number, 16 if number[:2] == "0x" else 10))
    except (ValueError, OverflowError):
        return ""


def _method(value: Value, name: str, arguments: list[str]) -> Value:
    first = arguments[0] if arguments else ""
    if name == "join":
        return _joined([item + first for item in value]).removesuffix(first)
    if name == "reverse" and isinstance(value, list):
        return value[::-1]
    if name == "split" and isinstance(value, str):
        return value.split(first) if first else list(value)
    if name == "replace" and isinstance(value, str) and first and len(arguments) > 1:
        return _joined(value.replace(first, arguments[1]))
    return value if name in ("toString", "trim", "concat") else ""


def unbase64(text: str) -> str:
    """Give what the base64 text stands for, or an empty string.

    >>> unbase64("aW5mb0BzaG9wLm5s")
    'info@shop.nl'
    """
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True).decode()
    except (binascii.Error, ValueError):
        return ""
