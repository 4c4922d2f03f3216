"""Drives a walk over answers that stand on disk: no network, the same code as a real visit."""

import hashlib
import tomllib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from crawler.model.capture import Capture
from crawler.model.reason import Reason
from crawler.model.shop import Shop
from crawler.model.visit import Visit
from crawler.visiting.budget import Budget
from crawler.visiting.walk import Walk

AT = "2026-11-22T10:00:00+00:00"
MOST_REQUESTS = 100
Answer = Callable[[str], Capture | Reason]


def capture(url: str, body: bytes, *, final_url: str = "", status: int = 200, kind: str = "text/html; charset=utf-8") -> Capture:
    return Capture(
        url=url,
        final_url=final_url or url,
        status=status,
        headers=(("content-type", kind),),
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        fetched_at=AT,
    )


def walk(shop: Shop, answer: Answer, budget: Budget | None = None) -> Visit:
    visit = Walk(shop, 1, budget=budget, started_at=AT)
    captures: dict[str, Capture] = {}
    for _ in range(MOST_REQUESTS):
        want = visit.next()
        if want is None:
            break
        came = answer(want.url)
        if isinstance(came, Reason):
            visit.failed(want, came, "in the case")
        else:
            captures[want.url] = came
            visit.arrived(want, came)
    else:
        raise AssertionError("the walk does not end")
    pages = visit.pages
    return visit.close(finished_at=AT, body_of=lambda number: captures[pages[number].url])


class ShopCase:
    """A folder with case.toml and pages/: `[shop]`, and where needed `[paths]`, `[status]`, `[redirects]`, `[fails]`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        data = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
        self.about = str(data["about"])
        self.shop = Shop(id=folder.name, **data["shop"])
        self.paths: dict[str, str] = data.get("paths", {})
        self.status: dict[str, int] = data.get("status", {})
        self.redirects: dict[str, str] = data.get("redirects", {})
        self.fails: dict[str, str] = data.get("fails", {})

    def answer(self, url: str) -> Capture | Reason:
        """What the shop answers, as the case says."""
        parts = urlsplit(url)
        asked = parts.path + (f"?{parts.query}" if parts.query else "") or "/"
        if asked in self.fails:
            return Reason(self.fails[asked])
        if asked in self.redirects:
            target = urljoin(url, self.redirects[asked])
            if urlsplit(target).netloc != parts.netloc:
                return capture(url, b"<title>Elsewhere</title><p>Another site altogether.</p>", final_url=target)
            came = self.answer(target)
            return came if isinstance(came, Reason) else capture(url, came.body, final_url=target, status=came.status)
        file = self._file(asked)
        if file is None:
            return capture(url, b"<title>404</title><h1>Not found</h1>", status=404)
        kind = "application/pdf" if file.suffix == ".pdf" else "text/html; charset=utf-8"
        return capture(url, file.read_bytes(), status=self.status.get(asked, 200), kind=kind)

    def _file(self, asked: str) -> Path | None:
        name = self.paths.get(asked) or asked.split("?", 1)[0].strip("/") or "index"
        for candidate in (name, f"{name}.html", f"{name}/index.html"):
            file = self.folder / "pages" / candidate
            if file.is_file():
                return file
        return None

    def visit(self) -> Visit:
        """A whole visit."""
        return walk(self.shop, self.answer)
