"""Pages that attack: each is made in code, of about the size asked for, and differs with its salt so that no cache answers."""

import json
import random
from collections.abc import Callable

Make = Callable[[int, int], str]
"""Size in characters and salt -> markup."""

MEGABYTE = 1_000_000


def _of(piece: str, before: str = "", after: str = "") -> Make:
    """A page of one piece, over and over."""

    def make(size: int, salt: int) -> str:
        return f"<!--{salt}-->{before}<i>{salt}</i>{piece * (size // len(piece))}{after}"

    return make


def _text(piece: str) -> Make:
    """A paragraph of one piece, over and over; the salt stands in the paragraph."""
    return _of(piece, "<!doctype html><html lang=nl><body><p>Contact ", "</p>")


def _counted(piece: str, before: str = "", after: str = "") -> Make:
    """A page of a piece with a number in it that differs each time."""

    def make(size: int, salt: int) -> str:
        count = size // len(piece.format(100_000))
        return before + "".join(piece.format(salt * 1_000_000 + 100_000 + number) for number in range(count)) + after

    return make


def _json_ld(make: Callable[[int, int], str]) -> Make:
    def page(size: int, salt: int) -> str:
        return f'<html lang=nl><script type="application/ld+json">{make(size, salt)}</script><p>Contact {salt}</p>'

    return page


def _attributes(each: int, joined: str = " ") -> Make:
    def make(size: int, salt: int) -> str:
        names = joined.join(f"a{salt}b{number}" for number in range(each))
        return f"<p {names}>x</p>" * max(size // (len(names) + 10), 1)

    return make


def _graph(size: int, salt: int) -> str:
    nodes = [{"@type": "Organization", "telephone": f"020-{salt}{number:06}"} for number in range(size // 60)]
    return json.dumps({"@context": "https://schema.org", "@graph": nodes})


def _bare_graph(size: int, salt: int) -> str:
    return '{"@context":"https://schema.org","@graph":[' + "{}," * (size // 3) + f'{{"a":{salt}}}]}}'


def _circles(size: int, salt: int) -> str:
    count = size // 90
    nodes = [
        {"@id": f"#{salt}-{number}", "@type": "Store", "contactPoint": {"@id": f"#{salt}-{(number * 7 + 1) % count}"}}
        for number in range(count)
    ]
    return json.dumps({"@graph": nodes})


def _entities(size: int, salt: int) -> str:
    doctype = "".join(f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 10))
    return f"<!DOCTYPE html [<!ENTITY a0 'x{salt}'>{doctype}]><p>" + "&a9;" * (size // 4)


def _noise(size: int, salt: int) -> str:
    return random.Random(salt).randbytes(size // 2).decode("latin-1")


def _text_pieces(size: int, salt: int) -> str:
    pieces = ("Tel", "020", "@", "fax", "info", " ", ".", "-", "\n", "<p>", "<a href=tel:", ">", "[at]", "BTW", "KvK", "uur", "€")
    chosen = random.Random(salt)
    return "".join(chosen.choices(pieces, k=size // 4))


def _style(size: int, salt: int) -> str:
    rules = "".join(f".a{salt}-{number},p.b{number}>i{{display:none;color:#fff}}" for number in range(size // 45))
    return f"<style>{rules}</style>" + "".join(f"<p class=a{salt}-{number}>x</p>" for number in range(1_000))


def _around(tag: str) -> Make:
    """A long text inside five hundred elements of a name."""

    def make(size: int, salt: int) -> str:
        return f"<html lang=nl><form>{f'<{tag}>' * 500}{salt} {'x y ' * (size // 4)}"

    return make


PAGES: dict[str, Make] = {
    "many attributes on one element": _counted(" a{}", "<a", ">x</a>"),
    "many attributes with values": _counted(" a{}=1", "<a", ">x</a>"),
    "many attributes with telling values": _counted(" a{}=020-5550136", "<a", ">x</a>"),
    "elements of 699 attributes": _attributes(699),
    "elements of 400 attributes": _attributes(400),
    "elements of 100 attributes": _attributes(100),
    "links never closed": _of("<a>"),
    "links with targets never closed": _counted("<a href=/{}>x"),
    "boxes in boxes": _of("<div>"),
    "boxes of many classes in boxes": _counted("<div class=a{}>"),
    "inline elements in each other": _of("<span>"),
    "inline elements with styles in each other": _counted("<b style=left:{}px>x"),
    "formatting that is adopted": _of("<b><i><p>x"),
    "tables in tables": _of("<table><tr><td>"),
    "tables that foster": _of("<table><a>x"),
    "forms in tables": _counted("<table><form action=/{}></form><tr><td><input name=a></td></tr>"),
    "fields behind a form in a table": _counted("<tr><td><textarea name=a{}></textarea></td></tr>", "<table><form></form>"),
    "words of a drawing": _counted("<tspan>020-5{}</tspan> ", "<svg><text>", "</text></svg>"),
    "lists in lists": _of("<ul><li>x"),
    "definition lists": _counted("<dl><dt>Tel<dd>020-5{}"),
    "headings": _counted("<h2>Contact {}</h2><p>x"),
    "text without a space": _text("x"),
    "text of other letters without a space": _text("é"),
    "words": _text("contact "),
    "digits": _text("5"),
    "zeros": _text("0"),
    "digits with gaps": _text("1 "),
    "digits with dashes": _text("1-"),
    "digits in brackets": _text("(0"),
    "plus signs": _text("+"),
    "numbers": _counted("020-5{} ", "<html lang=nl><p>", "</p>"),
    "numbers with labels": _counted("Tel. 020-5{}, ", "<html lang=nl><p>", "</p>"),
    "numbers in blocks": _counted("<p>Tel. 020-5{}</p>", "<html lang=nl>"),
    "numbers without labels in blocks": _counted("<p>020-5{}</p>", "<html lang=nl>"),
    "ten thousand blocks with a number": lambda size, salt: "".join(
        f"<div class=c>bel 020-5{salt % 10}{number:05} of mail ons</div>" for number in range(min(10_000, size // 20))
    ),
    "at signs": _text("@"),
    "drawn at signs": _counted('info<i class="fa-at a{}"></i>winkel.nl ', "<html lang=nl><p>", "</p>"),
    "drawn at signs that end nowhere": _counted('<i class="fa-at" data-a{}', "<html lang=nl><p><i class=fa-at></i>", "</p>"),
    "at signs with spaces": _text("@ "),
    "at signs between letters": _text("a@"),
    "at signs with domains": _text("@a.nl "),
    "addresses": _counted("info{}@winkel.nl ", "<html lang=nl><p>", "</p>"),
    "addresses in blocks": _counted("<p>info{}@winkel.nl</p>", "<html lang=nl>"),
    "at-words": _text("info [at] "),
    "at-words with addresses": _counted("info{} [at] winkel [punt] nl, ", "<html lang=nl><p>", "</p>"),
    "telephone links": _counted("<a href=tel:020{}>x</a>", "<html lang=nl>"),
    "short telephone links": _of("<a href=tel:>"),
    "mail links": _counted("<a href=mailto:a{}@winkel.nl>x</a>", "<html lang=nl>"),
    "WhatsApp links": _counted("<a href=https://wa.me/316{}>x</a>", "<html lang=nl>"),
    "links that say contact": _counted('<a href="/contact/{}" title="klantenservice">contact</a>', "<html lang=nl>"),
    "protected addresses": _counted('<span data-cfemail="42{}2b2c242d">x</span>'),
    "attributes with base64": _counted('<i data-mail="aW5mb0BzaG9wL{}">x</i>'),
    "shifted addresses": _counted("<a href=\"javascript:linkTo_UnCryptMailto('nbjmup+jogp{}tipq')\">x</a>"),
    "scripts": _counted("<script>document.write('a{}@b.nl')</script>"),
    "one long script": _counted("document.write('a{}'+'@b.nl');", "<script>", "</script>"),
    "a script of pieces": _counted("var a{}='x';", "<script>document.write(a+'@');", "</script>"),
    "a script of codes": _of("64,", "<script>document.write(String.fromCharCode(", "))</script>"),
    "a script of quotes": _of("'", "<script>document.write('@'+", ")</script>"),
    "a script of backslashes": _of("\\", "<script>document.write('@'+'", "')</script>"),
    "a script of characters": _of("'a',", "<script>var b=[0,1,2];var c=['@',", "'x'];document.write(c)</script>"),
    "a script of brackets": _of("(", "<script>document.write('@'+", ")</script>"),
    "a script of base64": _of("YWFh", "<script>document.write(atob('", "'))</script>"),
    "JSON-LD nested": _json_ld(lambda size, salt: '{"a":' * (size // 5) + str(salt)),
    "JSON-LD lists nested": _json_ld(lambda size, salt: "[" * (size // 2) + str(salt) + "]" * (size // 2)),
    "JSON-LD of many nodes": _json_ld(_graph),
    "JSON-LD of empty nodes": _json_ld(_bare_graph),
    "JSON-LD in circles": _json_ld(_circles),
    "JSON-LD of one long array": _json_ld(lambda size, salt: f'{{"telephone":[{salt}' + ",1" * (size // 2) + "]}"),
    "JSON-LD of one long number": _json_ld(lambda size, salt: f'{{"telephone":{salt + 1}' + "1" * size + "}"),
    "JSON-LD of one long string": _json_ld(lambda size, salt: f'{{"telephone":"{salt}' + "1" * size + '"}'),
    "JSON-LD that breaks off": _json_ld(lambda size, salt: f'{{"telephone":"{salt}",' + '"a":"b",' * (size // 8)),
    "JSON-LD of backslashes": _json_ld(lambda size, salt: f'{{"a":"{salt}' + "\\" * size),
    "JSON-LD of comments": _json_ld(lambda size, salt: f"{salt}" + "/*" * (size // 2)),
    "JSON-LD of commas": _json_ld(lambda size, salt: f"[{salt}" + "," * size + "]"),
    "JSON-LD scripts": _counted('<script type="application/ld+json">{{"telephone":"020{}"}}</script>'),
    "broken JSON-LD scripts": _counted('<script type="application/ld+json">{{"telephone":"020{}",,}}</script>'),
    "microdata": _counted('<p itemscope itemtype="https://schema.org/Store"><i itemprop=telephone>020{}</i></p>'),
    "microdata in microdata": _counted("<p itemscope><i itemprop=telephone>020{}</i><div itemprop=a itemscope>"),
    "entities": _of("&amp;"),
    "entities that name each other": _entities,
    "unfinished entities": _of("&#"),
    "long entities": _counted("&#{}0000;"),
    "a huge style sheet": _style,
    "a style sheet of names": _counted(".a{},", "<style>.b{display:none}", "{display:none}</style><p>x"),
    "a style sheet of blocks": _of("a{", "<style>.b{display:none}", "</style><p>x"),
    "a style sheet of comments": _of("/*", "<style>.b{display:none}", "</style><p>x"),
    "style sheets": _counted("<style>.a{0}{{display:none}}</style><p class=a{0}>x</p>"),
    "inline styles": _counted('<p style="color:#{0};background:#fff;position:absolute;left:-{0}px">x</p>'),
    "one long style": _of("color:red;", '<p style="', '">x</p>'),
    "one long class": _counted("a{} ", '<div class="', '">x</div>'),
    "one long title": _of("1 ", '<div title="', '">x</div>'),
    "one long target": _of("a/", '<a href="/', '">x</a>'),
    "one long comment": _of("020-5550136 ", "<!--", "-->"),
    "comments": _counted("<!-- 020-5{} -->"),
    "comments never closed": _of("<!--"),
    "conditional comments": _of("<!--[if IE]>"),
    "forms": _counted("<form action=/contact{}><input name=email><textarea></textarea></form>"),
    "forms in forms": _of("<form><input name=a>"),
    "one long form": _counted("<input name=a{} placeholder=naam>", "<form>", "<textarea></textarea></form>"),
    "labels around a text": _around("label"),
    "legends around a text": _around("legend"),
    "summaries around a text": _around("summary"),
    "buttons around a text": _around("button"),
    "choices": _counted("<option>Tel {}", "<form><select>", "</select></form>"),
    "images": _counted('<img src=/tel{}.png alt="Tel 020-5550136">'),
    "frames": _counted("<iframe src=https://chat{}.example/></iframe>"),
    "frames with a source": _counted('<iframe srcdoc="<p>020-5{}</p>"></iframe>'),
    "meta data": _counted('<meta name=a{} content="020-5550136">'),
    "templates in templates": _of("<template>"),
    "drawings": _of("<svg><title>"),
    "drawings with links": _counted("<svg><a href=/{}><text>x</text></a></svg>"),
    "mathematics": _of("<math><mi>"),
    "anchors": _counted("<p id=a{}>x"),
    "openers of unknown ids": _counted("<button aria-controls=a{}>x</button>"),
    "line breaks": _of("<br>"),
    "lines": _of("020-5550136<br>", "<html lang=nl><p>"),
    "opening hours": _counted("<p>Maandag {} 09:00 - 17:00</p>", "<html lang=nl>"),
    "opening hours in one block": _text("ma 09:00 - 17:00 "),
    "streets": _counted("<p>Dorpsstraat {}, 1234 AB Ons Dorp</p>", "<html lang=nl>"),
    "streets in one block": _text("Dorpsstraat 1, 1234 AB Ons Dorp "),
    "register numbers": _counted("<p>KvK {}12 BTW NL852120898B01</p>", "<html lang=nl>"),
    "register numbers in one block": _text("KvK 12345678 BTW NL852120898B01 "),
    "bank accounts": _text("NL91 ABNA 0417 1643 00 "),
    "dates": _text("31-12-2025 "),
    "prices": _text("€ 1.200,00 "),
    "sizes": _text("60 x 120 x 200 "),
    "promises": _text("wij antwoorden binnen 2 werkdagen "),
    "company names": _text("Winkel B.V. "),
    "chat words": _text("chat met ons "),
    "call-back words": _text("bel mij terug "),
    "brackets": _of("<"),
    "closing tags": _of("</p>"),
    "closing tags of nothing": _of("</x>"),
    "ampersands": _of("&"),
    "quotes": _of('<a "'),
    "zero bytes": _of("\0"),
    "zero bytes in a paragraph": _text("a\0"),
    "characters without width": _text("\u200b\u00ad"),
    "direction marks": _text("\u202e1"),
    "full-width letters": _text("０"),
    "combining marks": _text("\u0301"),
    "ligatures": _text("\ufdfa"),
    "reversed addresses": _text("ln.pohs@ofni "),
    "turned addresses": _of("vasb@fubc.ay ", "<script>rot13('", "')</script>"),
    "noise": _noise,
    "pieces of contact data": _text_pieces,
    "vanity numbers": _text("0800-WINKEL "),
    "ranges": _text("020-1234567/68/"),
    "slashes": _text("020/"),
    "labels": _text("Tel: Fax: "),
    "other people's labels": _text("PostNL klantenservice "),
}
"""Name -> maker."""


def body_of(name: str, salt: int, size: int = MEGABYTE) -> bytes:
    """The bytes of a page, of about the size asked for and never much more."""
    body = PAGES[name](size, salt).encode("utf-8", "replace")
    if len(body) > size * 1.01:
        body = PAGES[name](size * size // len(body), salt).encode("utf-8", "replace")
    return body


ODD_BYTES: dict[str, bytes] = {
    "lone surrogates in UTF-8": b"<p>\xed\xa0\x80 Tel. 020-5550136 \xed\xbf\xbf</p>" * 20_000,
    "lone surrogates as entities": b"<p>&#xd800;&#xdfff; 020-5550136</p>" * 20_000,
    "two character sets": "<p>Müller é</p>".encode("cp1252") * 20_000 + "<p>Müller é</p>".encode() * 20_000,
    "a declaration that lies": b"<meta charset=utf-16>" + "<p>é</p>".encode("cp1252") * 50_000,
    "UTF-7": b"<meta charset=utf-7>" + b"+ADw-p+AD4-" * 80_000,
    "odd length in UTF-16": b"\xff\xfe" + "<p>Tel 020-5550136</p>".encode("utf-16-le") * 10_000 + b"\x00",
    "a mark of UTF-8 and other bytes": b"\xef\xbb\xbf" + bytes(range(256)) * 4_000,
    "zeros": bytes(1_000_000),
    "characters beyond Unicode": b"\xf4\x90\x80\x80" * 200_000,
    "broken characters": b"<p>\xc3" * 250_000,
}
"""Bytes that are no text, or another text than they say."""
