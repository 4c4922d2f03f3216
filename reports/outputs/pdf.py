"""A page of the report as a tagged PDF without a browser: by WeasyPrint (extra `pdf`), which fetches nothing.

WeasyPrint keeps the rules of a page out of its pictures, so each chart is given those that colour it, taken from the style sheet.
https://doc.courtbouillon.org/weasyprint/stable/ (PDF/UA: ISO 14289-1, a PDF that a screen reader can read)
"""

import re
from collections.abc import Mapping

from reports.outputs.environment import source

ROOT = re.compile(r"^ *:root \{(.*?)^ *\}", re.DOTALL | re.MULTILINE)
COLOUR = re.compile(r"--([\w-]+): ([^;]+);")
USED = re.compile(r"var\(--([\w-]+)\)")
OF_CHARTS = (".over", "circle.over", ".chart .on-")
"""How the lines of the style sheet begin that colour parts of a chart."""
LETTERS = "text { font: 8.1pt 'Liberation Sans', Arial, sans-serif }"
BANDS = '[class^="band-"]'
VARIANT = "pdf/ua-1"


class NoPrinter(RuntimeError):  # noqa: N818 - it is no fault of the page
    """WeasyPrint is not there, or lacks a library of the system; the text says which."""


def printed(html: str) -> bytes:
    """Print HTML that needs nothing beside it. Raises NoPrinter."""
    try:
        from weasyprint import HTML, URLFetcher  # noqa: PLC0415 - an extra, and it loads slowly
    except (ImportError, OSError) as error:
        raise NoPrinter(str(error).splitlines()[0]) from error
    page = HTML(string=coloured(html, source("style.css")), url_fetcher=URLFetcher(allowed_protocols=()))
    made: bytes = page.write_pdf(pdf_variant=VARIANT)
    return made


def coloured(html: str, style: str) -> str:
    """The page with the colours of its charts inside them."""
    return re.sub(r"(<svg[^>]*>)", rf"\1<style>{of_charts(style)}</style>", html)


def of_charts(style: str) -> str:
    """The rules of a chart on paper, with colours in place of names of colours."""
    colours = _on_paper(style)
    shades = (f".{name} {{ fill: {value} }}" for name, value in colours.items())
    lines = (line.replace(".chart ", "") for line in style.splitlines() if line.startswith(OF_CHARTS))
    rules = (USED.sub(lambda used: colours[used[1]], line) for line in lines)
    return " ".join((*shades, f"{BANDS} {{ fill: {colours['series-phone']} }}", *rules, LETTERS))


def _on_paper(style: str) -> Mapping[str, str]:
    """The colours by name: those of the first list, and those that paper has in their place, which is the last."""
    lists = ROOT.findall(style)
    return {name: value for found in (lists[0], lists[-1]) for name, value in COLOUR.findall(found)}
