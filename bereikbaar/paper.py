"""A page as PDF: by the browser where there is one, else by WeasyPrint."""

from reports.outputs import pdf

MEND = (
    "install a browser (Debian, Ubuntu: apt install chromium) and pip install 'bereikbaar[browser]', "
    "or pip install 'bereikbaar[pdf]' (needs the system's pango)"
)


class NoPaper(RuntimeError):  # noqa: N818 - named after what is missing
    """No PDF can be made on this machine; the text says why, and what to do."""


def printed(html: str) -> bytes:
    """Print HTML that needs nothing beside it. Raises NoPaper."""
    from_browser, why = _by_browser(html)
    if from_browser:
        return from_browser
    try:
        return pdf.printed(html)
    except pdf.NoPrinter as error:
        raise NoPaper(f"no PDF can be made here: {why}, and no WeasyPrint ({error}); {MEND}") from error


def _by_browser(html: str) -> tuple[bytes, str]:
    """The PDF, or why there is none."""
    try:
        from crawler.browser.chromium import BrowserFailed  # noqa: PLC0415 - an extra
        from crawler.browser.find import find_browser  # noqa: PLC0415
        from crawler.browser.paper import printed  # noqa: PLC0415
    except ImportError as error:
        return b"", f"no browser can be used ({error})"
    found = find_browser()
    if found is None:
        return b"", "no Chromium or Chrome was found"
    try:
        return printed(html, found.program), ""
    except BrowserFailed as error:
        return b"", f"the browser did not print ({str(error).splitlines()[0]})"
