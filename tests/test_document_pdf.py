"""Terms that are a PDF are read; a scan says so; a broken or endless one harms nobody."""

from dataclasses import replace

from crawler.document import parse
from crawler.document.pdf import forget, read_ahead, read_pdf
from crawler.model.capture import Capture


def pdf(content: bytes, annotation: bytes = b"") -> bytes:
    """A PDF of one page; its cross-reference table is left to the reader to rebuild."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Annots["
        + annotation
        + b"]/Resources<</Font<</F1 5 0 R>>>>>>endobj\n4 0 obj<</Length "
        + str(len(content)).encode()
        + b">>stream\n"
        + content
        + b"\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )


def capture(body: bytes) -> Capture:
    url = "https://www.bench.test/voorwaarden.pdf"
    headers = (("content-type", "application/pdf"),)
    return Capture(url=url, final_url=url, status=200, headers=headers, body=body, sha256="", fetched_at="")


LINES = b"BT /F1 12 Tf 50 700 Td (Algemene voorwaarden van Winkel B.V.) Tj 0 -20 Td (Telefoon 010 555 01 90) Tj ET"
LINK = b"<</Type/Annot/Subtype/Link/Rect[50 600 200 620]/A<</S/URI/URI(mailto:winkel@bench.test)>>>>"


def test_lines_and_links_of_a_pdf_are_read() -> None:
    document = parse(capture(pdf(LINES, LINK)))
    assert [block.text for block in document.blocks] == ["Algemene voorwaarden van Winkel B.V.", "Telefoon 010 555 01 90"]
    assert [link.target for link in document.links] == ["mailto:winkel@bench.test"]
    assert (document.engine, document.problems) == ("pdf", ())


def test_a_pdf_without_text_is_a_scan() -> None:
    assert parse(capture(pdf(b""))).problems == ("scanned",)


def test_a_broken_pdf_is_unreadable() -> None:
    assert parse(capture(b"%PDF-1.4 and no more")).problems == ("unreadable-pdf",)


def test_a_pdf_that_takes_too_long_is_given_up() -> None:
    assert read_pdf(capture(pdf(LINES)), seconds=-5).problems == ("unreadable-pdf",)


def test_a_pdf_read_ahead_is_at_hand_until_it_is_forgotten() -> None:
    asked = replace(capture(pdf(LINES)), sha256="a")
    read_ahead(asked)
    assert read_pdf(asked, seconds=-5).problems == ()
    forget(asked)
    assert read_pdf(asked, seconds=-5).problems == ("unreadable-pdf",)
