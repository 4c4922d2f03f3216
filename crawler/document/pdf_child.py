"""The child that reads a PDF: bytes on standard input, JSON on standard output. It may die; its parent goes on.

Run as `python -m crawler.document.pdf_child MOST_PAGES SECONDS MEGABYTES`.
"""

import ctypes
import json
import resource
import sys

import pypdfium2
import pypdfium2.raw as pdfium

MOST_TEXT = 2_000_000
"""Characters that are read of a document: long terms have a tenth of it."""


def read(body: bytes, most_pages: int) -> dict[str, object]:
    """Text and links of each page, as far as `most_pages` and MOST_TEXT go, and the number of pages there are."""
    document = pypdfium2.PdfDocument(body)
    pages: list[str] = []
    links, room = [], MOST_TEXT
    for number in range(min(len(document), most_pages)):
        if room <= 0:
            break
        page = document[number]
        text = page.get_textpage()
        pages.append(text.get_text_bounded()[: min(500_000, room)])
        room -= len(pages[-1])
        links += [(number, one) for one in _links(document, page)]
    title = document.get_metadata_dict().get("Title", "")
    return {"pages": pages, "links": links, "count": len(document), "title": title}


def _links(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> list[str]:
    """The addresses that the page's link annotations lead to."""
    found: list[str] = []
    position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    while len(found) < 200 and pdfium.FPDFLink_Enumerate(page.raw, position, link):
        action = pdfium.FPDFLink_GetAction(link)
        if action and pdfium.FPDFAction_GetType(action) == pdfium.PDFACTION_URI:
            size = pdfium.FPDFAction_GetURIPath(document.raw, action, None, 0)
            buffer = ctypes.create_string_buffer(size)
            pdfium.FPDFAction_GetURIPath(document.raw, action, buffer, size)
            found.append(buffer.value.decode("utf-8", "replace")[:2_000])
    return found


def main() -> None:
    """Limit this process, then read."""
    most_pages, seconds, megabytes = (int(one) for one in sys.argv[1:4])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    try:
        told = read(sys.stdin.buffer.read(), most_pages)
    except MemoryError:
        sys.exit(3)
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
