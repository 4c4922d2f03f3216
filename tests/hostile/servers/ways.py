"""Attacks with addresses: where a redirect leads, and what a name means."""

from functools import partial

from crawler.model.reason import Reason
from tests.hostile.servers.line import HOME, Case, Line, add, hostile

AWAY = Reason.REDIRECTED_AWAY
NOT_WEB = "leads to no web address"
PRIVATE = "is not a public address"

TARGETS: dict[str, tuple[str | bytes, Reason | None, str]] = {
    "to-a-file": ("file:///etc/passwd", AWAY, NOT_WEB),
    "to-data": ("data:text/html,<a href=tel:0205550136>020-5550136</a>", AWAY, NOT_WEB),
    "to-a-script": ("javascript:alert(1)", AWAY, NOT_WEB),
    "to-ftp": ("ftp://127.0.0.1/", AWAY, NOT_WEB),
    "to-gopher": ("gopher://127.0.0.1:6379/_FLUSHALL", AWAY, NOT_WEB),
    "to-nowhere": ("", Reason.SERVER_ERROR, "more than 5 redirects"),
    "to-loopback": ("http://127.0.0.1:{port}/", AWAY, PRIVATE),
    "to-loopback-in-decimal": ("http://2130706433:{port}/", AWAY, PRIVATE),
    "to-loopback-in-octal": ("http://0177.0.0.1:{port}/", AWAY, PRIVATE),
    "to-loopback-in-hex": ("http://0x7f000001:{port}/", AWAY, PRIVATE),
    "to-loopback-in-short": ("http://127.1:{port}/", AWAY, PRIVATE),
    "to-loopback-with-a-dot": ("http://127.0.0.1.:{port}/", AWAY, PRIVATE),
    "to-loopback-in-circles": ("http://①②⑦.⓪.⓪.①:{port}/", AWAY, ""),
    "to-loopback-in-wide-letters": ("http://１２７。０。０。１:{port}/", AWAY, ""),
    "to-loopback-in-escapes": ("http://%31%32%37.0.0.1:{port}/", Reason.DNS, ""),
    "to-the-unspecified-address": ("http://0.0.0.0:{port}/", AWAY, PRIVATE),
    "to-zero": ("http://0:{port}/", AWAY, PRIVATE),
    "to-loopback-6": ("http://[::1]:{port}/", AWAY, PRIVATE),
    "to-loopback-mapped": ("http://[::ffff:127.0.0.1]:{port}/", AWAY, PRIVATE),
    "to-loopback-mapped-in-hex": ("http://[::ffff:7f00:1]:{port}/", AWAY, PRIVATE),
    "to-loopback-over-nat64": ("http://[64:ff9b::7f00:1]:{port}/", AWAY, PRIVATE),
    "to-loopback-over-6to4": ("http://[2002:7f00:1::]:{port}/", AWAY, PRIVATE),
    "to-a-zone": ("http://[fe80::1%25lo]:{port}/", AWAY, ""),
    "to-the-metadata": ("http://169.254.169.254/latest/meta-data/", AWAY, PRIVATE),
    "to-the-lan": ("http://192.168.1.1/", AWAY, PRIVATE),
    "to-localhost": ("http://localhost:{port}/", AWAY, ""),
    "to-a-local-name": ("http://printer.local:{port}/", AWAY, ""),
    "to-an-internal-name": ("http://db.internal:{port}/", AWAY, ""),
    "to-a-name-inside": ("http://inside.example:{port}/", AWAY, PRIVATE),
    "to-ssh": ("http://to-ssh.example:22/", AWAY, "port 22 is not a web port"),
    "to-mail": ("http://to-mail.example:25/", AWAY, "port 25 is not a web port"),
    "to-port-1023": ("http://to-port-1023.example:1023/", AWAY, "port 1023 is not a web port"),
    "to-port-0": ("http://to-port-0.example:0/", AWAY, ""),
    "to-port-99999": ("http://to-port-99999.example:99999/", AWAY, ""),
    "to-a-port-of-letters": ("http://to-a-port-of-letters.example:8o8o/", AWAY, ""),
    "to-a-user-inside": ("http://to-a-user-inside.example@127.0.0.1:{port}/", AWAY, PRIVATE),
    "to-a-user-and-password": ("http://user:secret@to-a-user-and-password.example:{port}/welkom", None, ""),
    "to-a-backslash": ("http://to-a-backslash.example:{port}\\@127.0.0.1/", None, ""),
    "to-two-users": ("http://a@127.0.0.1:{port}@to-two-users.example:{port}/welkom", None, ""),
    "to-a-hash-and-user": ("http://127.0.0.1:{port}#@to-a-hash-and-user.example/", AWAY, PRIVATE),
    "to-broken-brackets": (b"http://[::1/\xff\0", AWAY, NOT_WEB),
    "to-no-host": ("http:///etc/passwd", None, ""),
    "to-a-label-of-100-letters": (f"http://{'a' * 100}.example:{{port}}/", AWAY, ""),
    "to-a-name-of-1000-letters": (f"http://{'a.' * 500}example:{{port}}/", AWAY, ""),
    "to-an-address-of-12000-letters": ("/" + "a/" * 6_000, AWAY, "letters"),
    "to-a-line-break": ("/welkom%0d%0aSet-Cookie:%20a=b%0d%0a", None, ""),
    "to-a-return": (b"/welkom\rSet-Cookie: a=b\rHost: 127.0.0.1", None, ""),
    "to-a-tab": ("ht\ttp://127.0.\t0.1:{port}/", AWAY, ""),
    "to-odd-bytes": (b"/\xff\xfe\xe2\x80\xae?\xc0\xaf", None, ""),
    "to-a-look-alike": ("http://to-a-look-аlike.example:{port}/", AWAY, "xn--"),
    "to-a-look-alike-of-a-bank": ("http://bаnk.example:{port}/", AWAY, "xn--"),
    "to-a-name-that-is-not-there": ("http://not-there.example:{port}/", Reason.DNS, ""),
    "to-nobody-listening": ("http://to-nobody-listening.example:{closed}/", Reason.REFUSED, ""),
}
"""Where a home page redirects to, and what comes of the visit."""


async def lead_away(target: str | bytes, line: Line) -> None:
    """Redirect the home page; every other address is a page of the shop."""
    await (line.lead(target) if line.path == "/" else line.reply(HOME))


for _name, (_target, _reason, _told) in TARGETS.items():
    add(Case(name=_name, answer=partial(lead_away, _target), reason=_reason, told=_told))


@hostile(Reason.SERVER_ERROR, "more than 5 redirects")
async def redirects_in_a_circle(line: Line) -> None:
    await line.lead("/")


@hostile(Reason.SERVER_ERROR, "more than 5 redirects")
async def redirects_for_ever(line: Line) -> None:
    await line.lead(f"/{line.path.count('a') * 'a'}a")


@hostile(Reason.SERVER_ERROR, "more than 5 redirects")
async def redirects_that_grow(line: Line) -> None:
    await line.lead(line.path + "aa/" * 500)


@hostile(Reason.SERVER_ERROR, "more than 5 redirects")
async def redirects_across_hosts(line: Line) -> None:
    await line.lead(f"http://{line.host.split('.')[0]}a.{line.host}:{{port}}/")


@hostile(Reason.REDIRECTED_AWAY)
async def two_locations(line: Line) -> None:
    await line.lead(b"ftp://a.example/\r\nLocation: http://127.0.0.1:{port}/")


@hostile(Reason.SERVER_ERROR)
async def location_of_a_megabyte(line: Line) -> None:
    await line.lead("/" + "a" * 1_000_000)


@hostile(Reason.SEARCH_NOT_EXHAUSTED, "larger than the limit")
async def a_redirect_with_an_endless_body(line: Line) -> None:
    await line.send(b"HTTP/1.1 302 Found\r\nLocation: /welkom\r\n\r\n")
    await line.again_and_again(b"a" * 65_536)
