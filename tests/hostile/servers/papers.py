"""Attacks with robots.txt, the list of pages, and documents."""

import asyncio
import gzip
import zlib

from crawler.model.reason import Reason
from tests.hostile.servers.bodies import chunk
from tests.hostile.servers.codings import zeros
from tests.hostile.servers.line import HEAD, HOME, TEXT, Line, hostile

PLAIN = "text/plain"
HOME_WITHOUT = f"<!doctype html><html lang=nl><title>Winkel</title><a href=/over>Over</a>{TEXT}"
"""A home page that leads to no contact page: the list of pages is asked for."""
LAUGHS = "".join(f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 10))
LAUGHTER = f'<!DOCTYPE urlset [<!ENTITY a0 "ha">{LAUGHS}]>'


async def after_robots(line: Line, robots: bytes | str, *headers: str, kind: str = PLAIN) -> None:
    """Answer robots.txt, and show the shop."""
    await (line.reply(robots, *headers, kind=kind) if line.path == "/robots.txt" else line.reply(HOME))


@hostile(Reason.ROBOTS, "larger than the limit", robots=True)
async def robots_of_100_megabytes(line: Line) -> None:
    await line.send(HEAD, b"Content-Length: 100000000\r\n\r\n")
    await line.again_and_again(b"# nothing\n" * 6_000)


@hostile(Reason.ROBOTS, "larger than the limit", robots=True)
async def robots_without_end(line: Line) -> None:
    await line.send(HEAD, b"Transfer-Encoding: chunked\r\n\r\n")
    await line.again_and_again(chunk(b"Disallow: /a\n" * 5_000))


@hostile(Reason.ROBOTS, "no answer in time", robots=True)
async def robots_that_stalls(_: Line) -> None:
    await asyncio.sleep(30)


@hostile(Reason.ROBOTS, "no answer in time", robots=True)
async def robots_byte_by_byte(line: Line) -> None:
    await line.send(HEAD, b"\r\n")
    await line.again_and_again(b"#", 0.1)


@hostile(Reason.ROBOTS, robots=True)
async def robots_of_no_http(line: Line) -> None:
    await line.send(b"User-agent: *\nDisallow: /\n")


@hostile(Reason.ROBOTS, "when unpacked", robots=True)
async def robots_bomb(line: Line) -> None:
    await after_robots(line, zeros("gzip"), "Content-Encoding: gzip")


@hostile(None, robots=True)
async def robots_for_ever_elsewhere(line: Line) -> None:
    await (line.lead(line.path + "?a") if line.path.startswith("/robots.txt") else line.reply(HOME))


@hostile(Reason.ROBOTS, "is not a public address", robots=True)
async def robots_at_loopback(line: Line) -> None:
    await line.lead("http://127.0.0.1:{port}/robots.txt")


@hostile(None, robots=True)
async def robots_of_html(line: Line) -> None:
    await after_robots(line, HOME, kind="text/html")


@hostile(None, robots=True)
async def robots_of_binary(line: Line) -> None:
    await after_robots(line, bytes(range(256)) * 2_000)


@hostile(None, robots=True)
async def robots_of_many_agents_and_rules(line: Line) -> None:
    agents = "".join(f"User-agent: a{number}\n" for number in range(12_000))
    await after_robots(line, agents + "Disallow: /a\n" * 20_000)


@hostile(None, robots=True)
async def robots_of_our_name_in_many_ways(line: Line) -> None:
    agents = "".join(f"User-agent: {'*' * number}bereik{'*' * number}\n" for number in range(400))
    await after_robots(line, agents + "".join(f"Disallow: /a{number}\n" for number in range(10_000)))


@hostile(None, robots=True)
async def robots_of_stars(line: Line) -> None:
    rules = "".join(f"Disallow: /{'*a' * 200}{number}$\n" for number in range(1_000))
    await after_robots(line, f"User-agent: *\n{rules}")


@hostile(None, robots=True)
async def robots_with_a_delay_that_is_no_number(line: Line) -> None:
    await after_robots(line, "User-agent: *\nCrawl-delay: nan\nCrawl-delay: inf\nRequest-rate: 1/0\n")


@hostile(Reason.TOO_SLOW, robots=True)
async def robots_with_a_delay_of_ages(line: Line) -> None:
    await after_robots(line, "User-agent: *\nCrawl-delay: 1e300\n")


async def list_of_pages(line: Line, body: bytes | str, *headers: str) -> None:
    """Answer with a list of pages, and with a home page that leads nowhere."""
    if line.path == "/sitemap.xml":
        await line.reply(body, *headers, kind="application/xml")
    else:
        await line.reply(HOME if line.path == "/contact" else HOME_WITHOUT)


@hostile(None, "cannot be unpacked", silent=True)
async def list_bomb(line: Line) -> None:
    await list_of_pages(line, zeros("gzip"), "Content-Encoding: gzip")


@hostile(None, "list of pages")
async def list_that_laughs(line: Line) -> None:
    place = f"http://{line.host}:{line.port}/contact"
    await list_of_pages(line, f"{LAUGHTER}<urlset><url><loc>&a9;</loc></url><url><loc>{place}</loc></url></urlset>")


@hostile(None, "list of pages", silent=True)
async def list_of_lists(line: Line) -> None:
    entries = "".join(f"<sitemap><loc>http://{line.host}:{line.port}/s{number}.xml.gz</loc></sitemap>" for number in range(5_000))
    await list_of_pages(line, f"<sitemapindex>{entries}</sitemapindex>")


@hostile(None, "list of pages", silent=True)
async def list_of_other_peoples_pages(line: Line) -> None:
    places = ("http://127.0.0.1:{0}/contact", "http://[::1]:{0}/contact", "file:///contact", "http://inside.example:{0}/contact")
    entries = "".join(f"<url><loc>{place.format(line.port)}</loc></url>" for place in places)
    await list_of_pages(line, f"<urlset>{entries * 1_000}</urlset>")


@hostile(None, "list of pages", silent=True)
async def list_of_blanks(line: Line) -> None:
    await list_of_pages(line, "<urlset>" + ("<loc>" + " " * 2_000) * 200)


@hostile(None, silent=True)
async def list_without_end(line: Line) -> None:
    if line.path != "/sitemap.xml":
        await line.reply(HOME_WITHOUT)
        return
    await line.send(HEAD, b"\r\n<urlset>")
    await line.again_and_again(b"<url><loc>http://a.example/contact</loc></url>" * 1_000)


def pdf(content: bytes, coding: bytes = b"", pages: int = 1) -> bytes:
    """A PDF whose pages all show one stream; its table is left to the reader to rebuild."""
    kids = b" ".join(b"3 0 R" for _ in range(pages))
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[%s]/Count %d>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>/XObject<</X 4 0 R>>>>"
        b">>endobj\n4 0 obj<<%s/Length %d>>stream\n%s\nendstream endobj\n"
        b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%%%EOF"
    ) % (kids, pages, coding, len(content), content)


WORDS = b"BT /F1 12 Tf 50 700 Td (Algemene voorwaarden) Tj "
HARD = zlib.compress((WORDS + b"(Lorem ipsum dolor sit amet) Tj 0 -1 Td " * 2_000_000) + b"ET")
HOME_WITH_TERMS = f"{HOME}<a href=/voorwaarden.pdf>Algemene voorwaarden</a>"


async def terms(line: Line, body: bytes) -> None:
    """Answer with terms that are a PDF."""
    if line.path == "/voorwaarden.pdf":
        await line.reply(body, kind="application/pdf")
    else:
        await line.reply(HOME_WITH_TERMS)


@hostile(None, "took more time or memory")
async def pdf_that_keeps_a_reader_busy(line: Line) -> None:
    await terms(line, pdf(HARD, b"/Filter/FlateDecode", pages=60))


@hostile(None)
async def pdf_bomb(line: Line) -> None:
    packed = zlib.compress(zlib.compress(zlib.compress(zeros("deflate"))))
    await terms(line, pdf(packed, b"/Filter[/FlateDecode/FlateDecode/FlateDecode/FlateDecode]"))


@hostile(None, "took more time or memory")
async def pdf_that_shows_itself(line: Line) -> None:
    await terms(line, pdf(b"/X Do " * 50_000, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>"))


@hostile(None)
async def pdf_of_80_000_pages(line: Line) -> None:
    await terms(line, pdf(WORDS + b"ET", pages=80_000))


@hostile(None)
async def pdf_that_breaks_off(line: Line) -> None:
    await terms(line, pdf(WORDS + b"ET")[:100])


@hostile(None)
async def page_called_a_pdf(line: Line) -> None:
    await terms(line, gzip.compress(HOME.encode()))
