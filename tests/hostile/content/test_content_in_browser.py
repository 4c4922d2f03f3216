"""The report of the hostile street in a real browser: no script of a shop runs, nothing is asked for, no policy is broken."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from crawler.model.plain import plain
from street.server import open_street
from tests.auditing import bereikbaar
from tests.hostile.content.conftest import HostileRun
from tests.hostile.content.street import CASES, write_list, write_street
from tests.hostile.content.test_content import page_of, strange

pytestmark = pytest.mark.xdist_group("hostile-content")

LOOKED_AT = frozenset({"script", "event-handler", "bidi-override", "json-ld", "links-that-run"})
WATCH = """
addEventListener('securitypolicyviolation', event => console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI));
Object.defineProperty(window, '__ran', {set() { console.error('a script of a shop ran'); }, get() { return undefined; }});
"""
CONTROL = "<!doctype html><meta http-equiv=Content-Security-Policy content=\"script-src 'none'\"><script>__ran=1</script>"
PATIENCE = 100
PROBE = "<!doctype html><script>__ran=1</script><img src=http://evil.example/x>"


class Watched:
    """A page and all that went wrong in it: messages, errors, dialogs, and requests that left the disk."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.wrong: list[str] = []
        self.page.on("console", lambda message: self.wrong.append(message.text))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        self.page.on("request", lambda asked: self.wrong.append(asked.url) if not asked.url.startswith("file:") else None)
        self.page.on("popup", lambda other: self.wrong.append(f"window: {other.url}"))
        self.page.add_init_script(WATCH)

    def open(self, path: Path) -> None:
        """Open a page of the report, unfold it, and touch all that may react."""
        self.page.goto(path.as_uri())
        self.page.evaluate("document.querySelectorAll('details').forEach(item => item.open = true)")
        self.page.evaluate("['mouseover', 'focus', 'error', 'load'].forEach(name => document.querySelectorAll('main *')"
                           ".forEach(item => item.dispatchEvent(new Event(name))))")  # fmt: skip
        assert self.page.url == path.as_uri()


@pytest.fixture(scope="module")
def watched(browser: Browser) -> Iterator[Watched]:
    context = browser.new_context()
    yield Watched(context)
    context.close()


@pytest.mark.parametrize(
    ("text", "told"), [(CONTROL, "policy: script-src"), (PROBE, "a script of a shop ran"), (PROBE, "http://evil")]
)
def test_the_watch_sees_what_it_watches_for(text: str, told: str, browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(text, encoding="utf-8")
    context = browser.new_context()
    seen = Watched(context)
    seen.page.goto((tmp_path / "page.html").as_uri())
    for _ in range(PATIENCE):
        if any(told in item for item in seen.wrong):
            break
        seen.page.wait_for_timeout(50)  # a page tells what broke its policy a moment after it has loaded
    context.close()
    assert any(told in item for item in seen.wrong), seen.wrong


@pytest.mark.slow
def test_no_page_of_the_report_runs_breaks_or_asks_anything(watched: Watched, hostile: HostileRun) -> None:
    report = hostile.out / "report"
    pages = [*report.glob("*.html"), *(report / "nl").glob("*.html"), *sorted((report / "shops").glob("*.html"))]
    assert len(pages) > sum(case.outcome != "bad-row" for case in CASES)
    for path in pages:
        watched.open(path)
        assert watched.wrong == [], path


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_what_a_browser_saw_of_the_street_is_as_harmless(watched: Watched, tmp_path: Path) -> None:
    cases = [case for case in CASES if case.name in LOOKED_AT]
    assert len(cases) == len(LOOKED_AT)
    with open_street(write_street(tmp_path / "street")) as street:
        words = ["audit", str(write_list(tmp_path, cases)), "--out", str(tmp_path / "out"), "--proxy", street.url, "--rate", "0"]
        done = bereikbaar(*words, "--browser", "always", seconds=1200)
    assert done.returncode == 0, done.stderr
    assert f"Looked at with a browser too: {len(cases)} shops" in done.stdout
    assert {hit.host for hit in street.journal} <= {case.host for case in cases}
    assert bereikbaar("verify", str(tmp_path / "out"), seconds=600).returncode == 0
    for path in sorted((tmp_path / "out" / "report").rglob("*.html")):
        assert strange(page_of(path)) == [], path
        watched.open(path)
        assert watched.wrong == [], path


def test_the_list_shows_each_name_as_text_and_sorts_and_searches_it(watched: Watched, hostile: HostileRun) -> None:
    watched.open(hostile.out / "report" / "index.html")
    shown = watched.page.locator("#shop-table tbody th a").all_text_contents()
    assert [" ".join(text.split()) for text in shown] == [
        plain(" ".join(case.listed.split())) for case in CASES if case.outcome != "bad-row"
    ]
    for head in watched.page.locator("#shop-table thead button").all():
        head.click()
    watched.page.get_by_label("Find in this table").fill("<script>__ran=1</script>")
    assert watched.page.locator("#shop-table tbody th:visible").count() >= 1
    assert watched.wrong == []
