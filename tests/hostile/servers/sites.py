"""Attacks with whole sites: links, cookies, refreshes, pages that never come."""

import asyncio
from functools import partial

from crawler.model.reason import Reason
from tests.hostile.servers.bodies import endless_body, slow_body
from tests.hostile.servers.codings import gzip_bomb
from tests.hostile.servers.heads import endless_headers, every_byte_there_is
from tests.hostile.servers.line import CONTACT, HOME, TEXT, Answer, Case, Line, add, hostile
from tests.hostile.servers.papers import LAUGHTER

HOME_ALONE = f"<!doctype html><html lang=nl><title>Winkel</title><a href=/contact>Contact</a>{TEXT}"
"""A home page that shows no channel: they stand on the contact page, if that can be read."""


async def contact_page(answer: Answer, line: Line) -> None:
    """Show a home page in good order; its contact page attacks."""
    await (answer(line) if line.path.startswith("/contact") else line.reply(HOME_ALONE))


async def never(_: Line) -> None:
    """Give no answer."""
    await asyncio.sleep(30)


async def inwards(line: Line) -> None:
    """Redirect into the visitor's own network."""
    await line.lead("http://127.0.0.1:{port}/")


ATTACKS: dict[str, tuple[Answer, str]] = {
    "contact-that-never-comes": (never, "no answer in time"),
    "contact-without-end": (endless_body, "larger than the limit"),
    "contact-byte-by-byte": (slow_body, "no answer in time"),
    "contact-of-endless-headers": (endless_headers, "headers"),
    "contact-of-garbage": (every_byte_there_is, ""),
    "contact-bomb": (gzip_bomb, "when unpacked"),
    "contact-inside": (inwards, "is not a public address"),
}
for _name, (_answer, _told) in ATTACKS.items():
    add(Case(name=_name, answer=partial(contact_page, _answer), reason=None, told=_told, silent=True))


@hostile(None, silent=True)
async def ten_thousand_links_on_each_page(line: Line) -> None:
    here = line.path.strip("/").rpartition("-")[2]
    links = "".join(f"<a href=/{here}/contact-{number}>Contact {number}</a>" for number in range(10_000))
    await line.reply(f"<!doctype html><html lang=nl><title>Winkel</title>{TEXT}{links}")


@hostile(None)
async def links_to_everywhere_inside(line: Line) -> None:
    places = ("127.0.0.1", "2130706433", "[::1]", "[::ffff:7f00:1]", "inside.example", "localhost", "a.internal", "①②⑦.0.0.1")
    links = "".join(f"<a href='http://{place}:{line.port}/contact'>Contact</a>" for place in places)
    frames = "".join(f"<iframe src='http://{place}:{line.port}/'></iframe>" for place in places)
    await line.reply(f"<base href='http://127.0.0.1:{line.port}/'>{HOME}{links}{frames}<a href='file:///etc/passwd'>Contact</a>")


@hostile(None)
async def cookies_by_the_thousand(line: Line) -> None:
    few = line.head.lower().count(b"=") < 400 and len(line.head) < 100_000
    cookies = [f"Set-Cookie: c{line.path.count('/')}-{number}={'v' * 40}; Path=/" for number in range(2_000)]
    await (line.reply(HOME, *cookies) if few else line.reply("", status=431))


@hostile(None)
async def cookies_of_a_hundred_thousand_letters(line: Line) -> None:
    cookies = [f"Set-Cookie: long{number}={'v' * 14_000}; Path=/" for number in range(10)]
    await (line.reply(HOME, *cookies) if len(line.head) < 8_000 else line.reply("", status=431))


@hostile(None)
async def cookies_for_everybody(line: Line) -> None:
    cookies = [f"Set-Cookie: a=b; Domain={name}" for name in ("example", ".", "127.0.0.1", "shop.example", "\0", "a" * 9_000)]
    await line.reply(HOME, *cookies, "Set-Cookie: =", "Set-Cookie: ;;;;", "Set-Cookie: a=b; Expires=" + "1" * 5_000)


@hostile(None, silent=True)
async def refresh_in_a_circle(line: Line) -> None:
    await line.reply(f'<meta http-equiv=refresh content="0;url={"/b" if line.path == "/a" else "/a"}"><p>Even geduld')


@hostile(None, silent=True)
async def refresh_without_end(line: Line) -> None:
    await line.reply(f'<meta http-equiv=refresh content="0;url={line.path[-50:]}a"><p>Even geduld')


@hostile(Reason.REDIRECTED_AWAY, silent=True)
async def refresh_inwards(line: Line) -> None:
    await line.reply(f'<meta http-equiv=refresh content="0;url=http://127.0.0.1:{line.port}/"><p>Even geduld')


@hostile(None)
async def refresh_to_a_script(line: Line) -> None:
    await line.reply(f'<meta http-equiv=refresh content="0;url=javascript:alert(1)">{HOME}')


@hostile(None)
async def billion_laughs(line: Line) -> None:
    await line.reply(
        f"{LAUGHTER}<html lang=nl><title>&a9;</title>{CONTACT}<p>{'&a9;' * 1_000}</p>{HOME}", kind="application/xhtml+xml"
    )


@hostile(None)
async def entities_from_elsewhere(line: Line) -> None:
    place = f"http://127.0.0.1:{line.port}/"
    await line.reply(
        f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "{place}"><!ENTITY y SYSTEM "file:///etc/passwd">]>{HOME}&x;&y;'
    )


@hostile(None)
async def another_site_for_each_visitor(line: Line) -> None:
    """The page is well; a thousand resources of it stand in the visitor's own network."""
    inside = "".join(
        f"<img src=http://127.0.0.1:{line.port}/{number}><link rel=stylesheet href=http://[::1]:{line.port}/>"
        for number in range(500)
    )
    await line.reply(f"{HOME}{inside}")
