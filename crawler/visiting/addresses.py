"""Addresses of pages: which two are one page, which are never followed, and where a forwarding address leads.

>>> key("https://www.shop.nl/contact/?PHPSESSID=1&utm_source=x#top") == key("http://shop.nl/contact")
True
>>> why_never("https://shop.nl/?add-to-cart=12"), why_never("https://shop.nl/contact")
('acts', '')
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote, urlencode

from crawler.knowledge.languages import languages
from crawler.knowledge.spoken import words_in
from crawler.model.link import CONTACT_LIKE
from crawler.visiting.words import lexicon

_RULES = Path(__file__).with_name("never_follow.toml")
_TOKEN = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(
    r"""
    (?P<scheme> https? ) ://
    (?: [^/?#@\s]* @ )?             # a user name is not followed
    (?P<host> [^/?\#:@\[\]\s]+ )    # IPv6 addresses are no shops
    (?: : (?P<port> [0-9]* ) )?
    (?P<path> (?: /[^?\#]* )? )
    (?: \? (?P<query> [^\#]* ) )?
    (?: \# | $ )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_HOST = re.compile(r"[a-z0-9._~-]+")
_PORTS = {"http": "80", "https": "443"}
_SAFE = "/%:@!$&'()*+,;=~-._"
_PLAIN = re.compile(r"[A-Za-z0-9/%:@!$&'()*+,=~._-]*")
_IN_PATH = re.compile(r"/\((?:[A-Z]\([A-Za-z0-9_-]+\))+\)(?=/|$)")
"""ASP.NET's sessions: `/(S(lit3py55t21z5v55vlm25s55))/contact.aspx`. They are sent, else each page is redirected."""
BENEATH = "beneath"
"""What `Address.never` says of a page in a folder that acts: it is followed only where a link's words promise contact."""
_LONGEST = 2000
_LONGEST_NAME = 60
_DEEPEST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The lists of never_follow.toml; all in lower case."""

    no_page: frozenset[str]
    no_page_prefixes: tuple[str, ...]
    also_routing: frozenset[str]
    scripts: frozenset[str]
    act_queries: frozenset[str]
    action_names: frozenset[str]
    action_words: frozenset[str]
    act_paths: frozenset[str]
    act_folders: frozenset[str]
    act_pairs: tuple[str, ...]
    harmless_paths: frozenset[str]
    extensions: frozenset[str]
    machine: frozenset[str]
    traps: frozenset[str]
    trap_prefixes: tuple[str, ...]
    forwarders: frozenset[str]
    forward_names: tuple[str, ...]
    index: frozenset[str]
    help_desks: tuple[str, ...]
    answering: tuple[str, ...]


@cache
def rules() -> Rules:
    """The lists, read once."""
    data = tomllib.loads(_RULES.read_text(encoding="utf-8"))
    return Rules(
        no_page=frozenset(data["session"]["names"] + data["tracking"]["names"]),
        no_page_prefixes=tuple(data["tracking"]["prefixes"]),
        also_routing=frozenset(data["tracking"]["also_routing"]),
        scripts=frozenset(data["scripts"]["extensions"]),
        act_queries=frozenset(data["acts"]["query_names"]),
        action_names=frozenset(data["acts"]["action_names"]),
        action_words=frozenset(data["acts"]["action_words"]),
        act_paths=frozenset(data["acts"]["path_words"] + data["acts"]["folder_words"]),
        act_folders=frozenset(data["acts"]["folder_words"]),
        act_pairs=tuple(data["acts"]["path_pairs"]),
        harmless_paths=frozenset(data["acts"]["harmless_paths"]),
        extensions=frozenset(data["types"]["extensions"]),
        machine=frozenset(data["machine"]["segments"]),
        traps=frozenset(data["traps"]["names"]),
        trap_prefixes=tuple(data["traps"]["prefixes"]),
        forwarders=frozenset(data["forwarders"]["segments"]),
        forward_names=tuple(data["forwarders"]["names"]),
        index=frozenset(data["index"]["names"]),
        help_desks=tuple(data["help_desks"]["hosts"]),
        answering=tuple(data["answering_elsewhere"]["hosts"]),
    )


class Parts(NamedTuple):
    """The parts of an http(s) address; `host` in ASCII and lower case, `port` "" where it is the scheme's own."""

    scheme: str
    host: str
    port: str
    path: str
    query: str


@lru_cache(maxsize=8192)
def split(url: str) -> Parts | None:
    """The parts of an http(s) address, None for any other or a broken one."""
    match = _ADDRESS.match(url) if len(url) <= _LONGEST else None
    if match is None:
        return None
    scheme, host = match["scheme"].lower(), _ascii(match["host"].rstrip("."))
    port = match["port"] or ""
    if not host or not _possible(port):
        return None
    return Parts(scheme, host, "" if port == _PORTS[scheme] else port, match["path"], match["query"] or "")


def _possible(port: str) -> bool:
    return not port or (len(port) <= 5 and 0 < int(port) <= 65535)


def _ascii(host: str) -> str:
    if host.isascii():
        return host.lower()
    try:
        ascii_host = host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
    return ascii_host if _HOST.fullmatch(ascii_host) else ""


def query_of(parts: Parts) -> list[tuple[str, str]]:
    """Names and values of the query that tell pages apart: without session ids and tracking."""
    return _kept(parts.path, parts.query) if parts.query else []


def _kept(path: str, query: str) -> list[tuple[str, str]]:
    known, given = rules(), _pairs(query)
    telling = [
        (name, value)
        for name, value in given
        if name.lower() not in known.no_page and not name.lower().startswith(known.no_page_prefixes)
    ]
    return telling or [pair for pair in given if pair[0].lower() in known.also_routing and _routes(path, pair[1])]


def _routes(path: str, value: str) -> bool:
    """Whether a script shows the page that a value names, in whatever language."""
    last = path.rsplit("/", 1)[-1]
    if last and last.rsplit(".", 1)[-1].lower() not in rules().scripts:
        return False
    named = lexicon(tuple(sorted(languages()))).in_path(words_in(value[:_LONGEST_NAME]))
    return named.whole and not named.kinds.isdisjoint(CONTACT_LIKE)


class Tail(NamedTuple):
    """What path and query tell, whatever the host: their part of the address to ask for, of the key, and why never to follow.

    `words` are all words that stand in them.
    """

    clean: str
    key: str
    never: str
    words: tuple[str, ...]


@lru_cache(maxsize=16384)
def _tail(path: str, query: str) -> Tail:
    plain = path if _PLAIN.fullmatch(path) else quote(_sessionless(path), safe=_SAFE)
    own = path_key(path)
    if not query:
        return Tail(plain or "/", own, _why_never(path, []), words_in(own))
    kept = _kept(path, query)
    listed = urlencode(sorted(kept))
    return Tail(
        f"{plain or '/'}{_clean_query(query, kept)}",
        f"{own}{'?' + listed if listed else ''}",
        _why_never(path, _pairs(query)),
        words_in(" ".join([own, *(unquote(value) for _, value in kept)])),
    )


class Address(NamedTuple):
    """An http(s) address as the visit sees it: host, what `clean` and `key` give, why it is never followed, words of its path."""

    host: str
    clean: str
    key: str
    never: str
    words: tuple[str, ...]


_NONE = Address("", "", "", "type", ())


@lru_cache(maxsize=16384)
def address_of(url: str) -> Address:
    """All that is told of an address at once; empty where it is no http(s) address."""
    parts = split(url)
    if parts is None:
        return _NONE
    tail = _tail(parts.path, parts.query)
    host = f"{parts.host}:{parts.port}" if parts.port else parts.host
    return Address(
        parts.host, f"{parts.scheme}://{host}{tail.clean}", f"{host.removeprefix('www.')}{tail.key}", tail.never, tail.words
    )


def clean(url: str) -> str:
    """The address to ask for: no fragment, no session id, no tracking, host in ASCII; "" when it is no http(s) address."""
    return address_of(url).clean


def _clean_query(query: str, kept: list[tuple[str, str]]) -> str:
    query = urlencode(kept) if _needs_cleaning(query) else quote(query, safe=_SAFE + "?[]")
    return f"?{query}" if query else ""


def _needs_cleaning(query: str) -> bool:
    known = rules()
    names = (piece.split("=", 1)[0].lower() for piece in query.split("&"))
    return any(name in known.no_page or name.startswith(known.no_page_prefixes) for name in names)


def _sessionless(path: str) -> str:
    return path.split(";jsessionid", 1)[0]


def key(url: str) -> str:
    """What makes a page one page: host without `www.`, path without index file and closing slash, sorted query.

    "" when the address is no http(s) address. `http` and `https` are one page.
    """
    return address_of(url).key


def path_key(path: str) -> str:
    """A path without its index file, double and closing slashes and session part; "/" for the root."""
    if "%" in path or ";" in path:
        path = unquote(_sessionless(path))
    if "/(" in path:
        path = _IN_PATH.sub("", path)
    pieces = [piece for piece in path.split("/") if piece and piece != "."]
    if pieces and pieces[-1].lower() in rules().index:
        pieces.pop()
    return "/" + "/".join(pieces)


def why_never(url: str) -> str:
    """Why an address is not followed: `acts`, `type`, `machine`, `trap` or "" when it may be."""
    never = address_of(url).never
    return "acts" if never == BENEATH else never


def _why_never(path: str, given: list[tuple[str, str]]) -> str:
    path = path.lower()
    segments = [piece for piece in (unquote(path) if "%" in path else path).split("/") if piece]
    pairs = [(name.lower(), value.lower()) for name, value in given]
    acts = _acts(segments)
    if acts == "acts" or any(_acts_by(name, value) for name, value in pairs):
        return "acts"
    return _no_page(segments) or ("trap" if _traps(segments, pairs) else acts)


def _acts(segments: list[str]) -> str:
    """Whether a path acts: `acts`, `beneath` where only a folder above the page does, or ""."""
    known = rules()
    if not segments:
        return ""
    path = "/".join(segments)
    if path in known.harmless_paths:
        return ""
    stems = list(map(_stem, segments)) if "." in path or "_" in path else segments
    if any(map(path.__contains__, known.act_pairs)):
        return "acts"
    if known.act_paths.isdisjoint(stems):
        return ""
    only_above = stems[-1] not in known.act_paths and known.act_paths.intersection(stems) <= known.act_folders
    return BENEATH if only_above else "acts"


def _acts_by(name: str, value: str) -> bool:
    known = rules()
    if name in known.act_queries:
        return True
    if name not in known.action_names:
        return False
    tokens = _TOKEN.findall(value.replace("_", " "))
    return any(token in known.action_words or token in known.act_paths for token in tokens)


def _pairs(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query, keep_blank_values=True)[:40]


def _no_page(segments: list[str]) -> str:
    known = rules()
    last = segments[-1] if segments else ""
    ending = last.rsplit(".", 1)[1] if "." in last else ""
    if ending == "pdf":
        return ""
    if ending in known.extensions:
        return "type"
    return "" if known.machine.isdisjoint(segments) else "machine"


def _traps(segments: list[str], pairs: list[tuple[str, str]]) -> bool:
    known = rules()
    if len(segments) > _DEEPEST or len(set(segments)) < len(segments) - 2:
        return True
    return any(name in known.traps or name.startswith(known.trap_prefixes) for name, _ in pairs)


def _stem(segment: str) -> str:
    return segment.rsplit(".", 1)[0].replace("_", "-")


def forwarded(url: str) -> str:
    """The target that a shop's own forwarding address carries in its query, or "".

    >>> forwarded("https://shop.nl/redirect/?url=https%3A%2F%2Fshop.nl%2Fimprint")
    'https://shop.nl/imprint'
    """
    parts = split(url) if "?" in url else None
    if parts is None or not parts.query or rules().forwarders.isdisjoint(parts.path.lower().split("/")):
        return ""
    given = {name.lower(): value for name, value in _pairs(parts.query)}
    targets = (given.get(name, "") for name in rules().forward_names)
    return next((target for target in targets if split(target)), "")


def is_pdf(url: str) -> bool:
    """Whether the path ends as a PDF's does."""
    parts = split(url)
    return parts is not None and parts.path.lower().endswith(".pdf")
