"""Fetch pip itself from the package index, for a Python that came without one.

The index is the one that pip would ask: PIP_INDEX_URL or pip.conf, with its certificates, proxy and login. Format of its pages: the
Simple Repository API, https://packaging.python.org/en/latest/specifications/simple-repository-api/, JSON or HTML.
"""

import configparser
import contextlib
import hashlib
import json
import os
import re
import ssl
import sys
from base64 import b64encode
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urljoin, urlsplit
from urllib.request import HTTPSHandler, OpenerDirector, ProxyHandler, Request, build_opener

INDEX = "https://pypi.org/simple"
WHEEL = re.compile(r"/(?P<name>pip-(?P<version>\d+(?:\.\d+)*)-py3-none-any\.whl)(?:#|$)")
ACCEPT = "application/vnd.pypi.simple.v1+json, text/html;q=0.5, */*;q=0.1"
WAIT = 60
"""Seconds without an answer after which the index is given up."""


class Offer(NamedTuple):
    """A file that an index offers: its address with the digest as fragment, and which Pythons it is for."""

    url: str
    python: str


class Answer(NamedTuple):
    """What came of an address; `url` is where it came from in the end."""

    body: bytes
    kind: str
    url: str


def fetch_pip(folder: Path) -> Path:
    """Put the newest pip that runs on this Python into a folder. Raises OSError or ValueError, with a message for the user."""
    index = (setting("index-url") or INDEX).rstrip("/") + "/pip/"
    page = get(index + "index.html" if index.startswith("file:") else index, index)
    known = ((WHEEL.search(urljoin(page.url, offer.url)), offer) for offer in offers(page) if fits(offer.python))
    wheels = [(numbers(found["version"]), found["name"], offer.url) for found, offer in known if found]
    if not wheels:
        raise ValueError(f"{shown(index)} offers no pip for this Python")
    _, name, url = max(wheels)
    address, _, digest = urljoin(page.url, url).partition("#")
    body = get(address, index).body
    wanted = digest.partition("sha256=")[2]
    if wanted and hashlib.sha256(body).hexdigest() != wanted:
        raise ValueError(f"{shown(address)} is not what the index says: its digest differs")
    (folder / name).write_bytes(body)
    return folder / name


def get(url: str, index: str) -> Answer:
    """Fetch an address; the index's login goes to its own host only. Raises OSError."""
    request = Request(shown(url), headers={"Accept": ACCEPT, "User-Agent": "bereikbaar-bootstrap"})  # noqa: S310  # the user's own index
    parts, own = urlsplit(url), urlsplit(index)
    login = _login(parts) or (_login(own) if parts.hostname == own.hostname else "")
    if login:
        request.add_header("Authorization", f"Basic {login}")
    with _opener().open(request, timeout=WAIT) as answer:
        return Answer(answer.read(), answer.headers.get("Content-Type", ""), answer.geturl())


def offers(page: Answer) -> list[Offer]:
    """Read a page of an index. Files that were withdrawn are left out. Raises ValueError."""
    if "json" in page.kind:
        files = [item for item in json.loads(page.body)["files"] if not item.get("yanked")]
        return [
            Offer(f"{item['url']}#sha256={item['hashes'].get('sha256', '')}", item.get("requires-python") or "") for item in files
        ]
    links = _Links()
    links.feed(page.body.decode("utf-8", "replace"))
    return links.found


def setting(name: str) -> str:
    """Give what pip is told by its environment or its files, "" where nothing is."""
    told = os.environ.get("PIP_" + name.upper().replace("-", "_"))
    return told or next(_in_files(name), "")


def fits(wanted: str) -> bool:
    """Tell whether this Python is as new as a file asks.

    >>> fits(">=3.8,!=3.9.1"), fits(">=4"), fits("")
    (True, False, True)
    """
    least = re.search(r">=\s*(\d+(?:\.\d+)*)", wanted)
    return not least or sys.version_info[:3] >= numbers(least[1])


def numbers(version: str) -> tuple[int, ...]:
    """Give a version as numbers, which sort.

    >>> numbers("26.3") > numbers("9.0.3")
    True
    """
    return tuple(map(int, version.split(".")))


def shown(url: str) -> str:
    """Give an address without login, which nobody should read on a screen.

    >>> shown("https://me:secret@index.example/simple/")
    'https://index.example/simple/'
    """
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Offer] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        url = known.get("href")
        if tag == "a" and url and "data-yanked" not in known:
            self.found.append(Offer(url, known.get("data-requires-python") or ""))


def _opener() -> OpenerDirector:
    trusted = setting("cert") or os.environ.get("REQUESTS_CA_BUNDLE") or None
    secure = HTTPSHandler(context=ssl.create_default_context(cafile=trusted))
    proxy = setting("proxy")
    return build_opener(secure, ProxyHandler({"http": proxy, "https": proxy})) if proxy else build_opener(secure)


def _login(parts: SplitResult) -> str:
    plain = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}"
    return b64encode(plain.encode()).decode() if parts.username else ""


def _in_files(name: str) -> Iterator[str]:
    for place in _files():
        found = configparser.RawConfigParser(strict=False)
        with contextlib.suppress(configparser.Error, OSError, UnicodeError):
            found.read(place, encoding="utf-8")
        yield from (found.get(part, name).strip() for part in ("install", "global") if found.has_option(part, name))


def _files() -> list[Path]:
    """The files that pip reads, the one that counts most first."""
    home, conf, mac = Path.home(), Path("pip/pip.conf"), Path("Library/Application Support/pip/pip.conf")
    chosen = os.environ.get("PIP_CONFIG_FILE", "")
    if chosen == os.devnull:
        return []
    user = [home / mac, Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / conf, home / ".pip/pip.conf"]
    everybody = [
        Path("/etc/pip.conf"),
        *(Path(folder) / conf for folder in os.environ.get("XDG_CONFIG_DIRS", "/etc/xdg").split(":")),
    ]
    return [*([Path(chosen)] if chosen else []), *user, Path("/") / mac, *everybody]
