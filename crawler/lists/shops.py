"""From an address as people write it to a shop: `https://` added, host in ASCII, no fragment, no default port.

>>> shop_of("Bücher.example/de#top").url
'https://xn--bcher-kva.example/de'
>>> shop_of("www.shop.example").id
'shop.example'
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import SplitResult, quote, urlsplit

import idna

from crawler.knowledge.countries import region_of
from crawler.knowledge.hosts import Address, is_local_name, literal
from crawler.lists.columns import language_of
from crawler.model.shop import Shop

LONGEST_URL = 2000
LONGEST_ID = 100
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?!\d)")
_EMAIL = re.compile(r"[^@/\s]+@[^@/\s]+\.[^@/\s]+")
_SPACE = re.compile(r"\s")
_UNSAFE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_PLAIN_HOST = re.compile(
    r"""
    (?: (?!..--) [a-z0-9] (?: [a-z0-9-]{0,61} [a-z0-9] )? \. )+  # labels without hyphens at their ends; no punycode
    [a-z]{2,63}
    """,
    re.VERBOSE,
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_START_PAGES = re.compile(r"(?:index\.(?:html?|php|aspx?)|default\.aspx?)$", re.IGNORECASE)
_SAFE_PATH = "/%:@!$&'()*+,;=~-._"


def shop_of(  # noqa: PLR0913 - the columns of a list, by keyword
    url: str,
    *,
    name: str = "",
    country: str | None = None,
    language: str | None = None,
    tags: tuple[tuple[str, str], ...] = (),
    allow_private: bool = False,
) -> Shop:
    """The shop at an address. Raises ValueError with a sentence that says what is wrong and what to do."""
    address = home_of(url, allow_private=allow_private)
    region = _region(country)
    return Shop(
        id=id_of(address),
        name=" ".join(name.split()) or (urlsplit(address).hostname or "").removeprefix("www."),
        url=address,
        country=region,
        language=_language(language, region),
        tags=tags,
    )


def home_of(url: str, *, allow_private: bool = False) -> str:
    """The address of the home page, absolute and in ASCII. Raises ValueError with a sentence."""
    parts = _split(url.strip())
    host = _host(parts, allow_private=allow_private)
    port = _port(parts)
    path = quote(parts.path or "/", safe=_SAFE_PATH)
    query = f"?{quote(parts.query, safe=_SAFE_PATH + '?')}" if parts.query else ""
    return f"{parts.scheme}://{host}{port}{path}{query}"


def id_of(url: str) -> str:
    """A name for the shop that is safe as a file name: the host without www, and a digest where port, path or query matter.

    >>> id_of("https://www.shop.example/nl/")
    'shop.example-70837f1c86'
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").replace(":", "-").strip("-") or "host"
    plain = not parts.port and not _START_PAGES.sub("", parts.path).strip("/") and not parts.query
    if plain and len(host) <= LONGEST_ID:
        return host
    return with_digest(host, "|".join(same_shop(url)))


def with_digest(name: str, text: str) -> str:
    """A name with a digest of a text, within the longest id."""
    digest = hashlib.sha256(text.encode()).hexdigest()[:10]
    return f"{name[: LONGEST_ID - 11].rstrip('.-')}-{digest}"


def same_shop(url: str) -> tuple[str, str, str]:
    """What makes two addresses the same shop: host without www, with its port; path without its start page; query."""
    parts = urlsplit(url)
    path = _START_PAGES.sub("", parts.path).rstrip("/")
    return (parts.netloc.removeprefix("www."), path, parts.query)


def _split(url: str) -> SplitResult:
    if not url:
        raise ValueError("the address is empty; fill in the address of the shop's home page")
    if len(url) > LONGEST_URL:
        raise ValueError(f"the address is longer than {LONGEST_URL} characters; give the address of the home page")
    if _UNSEEN.search(url):
        raise ValueError("the address holds control characters; type it again")
    if _EMAIL.fullmatch(url.removeprefix("mailto:")):
        raise ValueError(f"{shown(url)} is an e-mail address; give the address of the home page")
    if _SPACE.search(url):
        raise ValueError(f"the address {shown(url)} holds a space; give one address, without spaces")
    scheme = _SCHEME.match(url)
    if scheme and scheme.group(1).lower() not in _DEFAULT_PORTS and "." not in scheme.group(1):
        raise ValueError(f"the scheme {shown(scheme.group(1))}: is not supported; give an address with http:// or https://")
    if re.match(r"(?i)https?:(?!//)", url):
        raise ValueError(f"after http: two slashes are missing in {shown(url)}; write http://host/")
    try:
        parts = urlsplit(url if scheme and "." not in scheme.group(1) else "https://" + url.removeprefix("//"))
        _ = parts.hostname
    except ValueError as error:
        raise ValueError(f"{shown(url)} is no address; give one such as https://shop.nl/") from error
    return parts._replace(fragment="")


def _host(parts: SplitResult, *, allow_private: bool) -> str:
    if "@" in parts.netloc:
        raise ValueError("the address holds a user name or password; remove what stands before the @")
    written = (parts.hostname or "").rstrip(".")
    if not written:
        raise ValueError("the address names no host; give one such as https://shop.nl/")
    if address := literal(written):
        return _bracketed(address, allow_private=allow_private)
    host = _ascii(written)
    if not allow_private and is_local_name(host):
        raise ValueError(f"{host} is a name inside a private network, which is not visited; use --allow-private to allow it")
    if "." not in host and not allow_private:
        raise ValueError(f"{shown(written)} is no full host name; add its ending, such as .nl")
    return host


def _bracketed(address: Address, *, allow_private: bool) -> str:
    if not allow_private:
        kind = "an IP address" if address.is_global else "a private IP address"
        raise ValueError(f"{address} is {kind}, which is not visited; give the host's name, or use --allow-private to allow it")
    return f"[{address}]" if address.version == 6 else str(address)


def _ascii(host: str) -> str:
    if len(host) <= 253 and _PLAIN_HOST.fullmatch(host):
        return host
    try:
        ascii_host = idna.encode(host, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError) as error:
        raise ValueError(f"{shown(host)} is no valid host name ({shown(str(error))}); check how it is written") from error
    if ascii_host.rpartition(".")[2].isdigit():
        raise ValueError(f"{shown(host)} is no valid host name (it ends in a number); check how it is written")
    for label in host.casefold().split("."):
        scripts = _scripts(label)
        if len(scripts) > 1:
            mixed = " and ".join(scripts)
            raise ValueError(f"{shown(host)} mixes {mixed} letters and may be a look-alike; if meant, write it as {ascii_host}")
    return ascii_host


def _scripts(label: str) -> tuple[str, ...]:
    """The alphabets of a label's letters, by the first word of the letters' names; East Asian scripts belong together."""
    names = {unicodedata.name(char, "UNKNOWN").split()[0].split("-")[0] for char in label if char.isalpha()}
    together = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "LATIN"}
    return () if names <= together else tuple(sorted(name.title() for name in names))


def _port(parts: SplitResult) -> str:
    try:
        port = parts.port
    except ValueError as error:
        raise ValueError(f"the port in {shown(parts.netloc)} is no number up to 65535; correct or remove it") from error
    if port is None or port == _DEFAULT_PORTS[parts.scheme]:
        return ""
    if port < 1024 and port not in _DEFAULT_PORTS.values():
        raise ValueError(f"port {port} is no web port; use 80, 443 or one above 1023, or remove it")
    return f":{port}"


def _region(country: str | None) -> str | None:
    if not (country or "").strip():
        return None
    region = region_of(country or "")
    if region is None:
        raise ValueError(f"the country {shown(country or '')} is not known; write a code such as NL, or leave it empty")
    return region


def _language(language: str | None, region: str | None) -> str | None:
    if not (language or "").strip():
        return None
    code = language_of(language or "")
    if code is None:
        raise ValueError(f"the language {shown(language or '')} is not known; write a code such as nl, or leave it empty")
    if code == "uk" and region == "GB":
        raise ValueError("uk is the code of the Ukrainian language; for English write en")
    return code


def shown(text: str, longest: int = 60) -> str:
    """A cell's text as a message may show it: quoted, shortened, without control characters."""
    plain = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
    return f"“{plain if len(plain) <= longest else plain[: longest - 1] + '…'}”"


def unsafe(cells: Iterable[str]) -> bool:
    """Whether a cell holds a control character other than white space, or one that turns the direction of writing."""
    return any(_UNSAFE.search(cell) for cell in cells)
