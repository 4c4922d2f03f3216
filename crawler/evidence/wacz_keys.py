"""The key under which an index of a web archive holds an address (SURT: the host's labels turned round, then the path).

What browsers and servers take for the same address has the same key: case, `www.`, default ports, a slash at the end, the order of
the query, escapes that need not be, and session ids do not count. Readers look addresses up by making the same key of them.

>>> key_of("https://www.Shop.example:443/Klantenservice/?b=2&a=1#top")
'example,shop)/klantenservice?a=1&b=2'
>>> key_of("urn:view:0:1280x800:https://shop.example/")
'urn:view:0:1280x800:https://shop.example'
"""

import re
from posixpath import normpath
from urllib.parse import quote_from_bytes, unquote_to_bytes

ADDRESS = re.compile(
    r"""
    (?P<scheme>https?)://
    (?:[^/?\#]*@)?             # user and password
    (?P<host>\[[^\]/]*\]|[^/?\#:]*)
    (?::(?P<port>\d*))?
    (?P<path>[^?]*)
    (?:\?(?P<query>.*))?
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
WWW = re.compile(r"www\d*\.")
SESSION = re.compile(
    r"""
    (?: (?:jsessionid|phpsessid|sid)=[0-9a-z]{32}   # also at the end of a longer name: readers do the same
      | aspsessionid[a-z]{8}=[a-z]{24}
      | (?:^|(?<=&))cfid=[^&]+&cftoken=[^&]+
    )(?:&|$)
    """,
    re.VERBOSE,
)
DEFAULT_PORTS = frozenset({("http", "80"), ("https", "443")})
SAFE = "".join(map(chr, range(0x21, 0x7F))).replace("%", "").replace("#", "")
"""What stays as it is; all else is escaped."""

MOST_ESCAPES = 9
"""How often an escape is undone: `%2525...` can be made as deep as it is long."""


def key_of(url: str) -> str:
    """Give the key of an address, or of the name of something that is no page."""
    bare = url.partition("#")[0]
    found = ADDRESS.fullmatch(bare)
    if found is None:
        name, _, query = bare.partition("?")
        return _plain(name).rstrip("/") + _asked(query)
    port = (found["port"] or "").lstrip("0")
    own_port = "" if not port or (found["scheme"].lower(), port) in DEFAULT_PORTS else f":{port}"
    return f"{_turned(_plain(found['host']))}{own_port}){_path(_plain(found['path']))}{_asked(found['query'] or '')}"


def _turned(host: str) -> str:
    host = host.strip(".[]")
    bare = host[found.end() :] if (found := WWW.match(host)) else host
    return ",".join(reversed(bare.split("."))) if ":" not in bare else bare


def _path(path: str) -> str:
    """The path without steps up and down, doubled slashes, and one at its end."""
    return "/" + normpath("/" + path.lstrip("/")).lstrip("/")


def _asked(query: str) -> str:
    """The query, its parts in order and without a session id; a question mark before it if there is one."""
    bare, removed = SESSION.subn("", _plain(query))
    parts = (bare.removesuffix("&") if removed else bare).split("&")
    joined = "&".join(sorted(parts))
    return f"?{joined}" if joined else ""


def _plain(text: str) -> str:
    """Text in lower case, with those escapes only that must be; servers escape twice and thrice."""
    body = text.encode("utf-8", "replace")
    for _ in range(MOST_ESCAPES):
        if (bare := unquote_to_bytes(body)) == body:
            break
        body = bare
    return quote_from_bytes(body, safe=SAFE).lower()
