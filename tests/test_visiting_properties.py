"""Whatever a site looks like, a walk ends within its budget, asks for each page once, and asks for nothing that acts."""

from collections import Counter
from urllib.parse import urlsplit

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.model.capture import Capture
from crawler.model.reason import Reason
from crawler.model.shop import Shop
from crawler.visiting.addresses import key
from crawler.visiting.budget import Budget
from tests.walking import Answer, capture, walk

SHOP = Shop(id="tassen.nl", name="Tassen", url="https://tassen.nl/", country="NL", language="nl")
TEXTS = ("Contact", "Klantenservice", "FAQ", "Voorwaarden", "Tas van leer", "English", "", "Assortiment", "Over ons")
TARGETS = (
    "/contact",
    "/contact?PHPSESSID=1",
    "/contact/#top",
    "http://www.tassen.nl/contact",
    "/klantenservice/",
    "/faq?sort=a",
    "/av.pdf",
    "/tas",
    "/?add-to-cart=3",
    "/index.php?action=buy_now",
    "/logout",
    "https://elders.nl/contact",
    "https://tassen.zendesk.com/hc",
    "/a/a/a/a/a",
    "mailto:hallo@tassen.nl",
    "/en/",
    "/redirect?url=https://tassen.nl/over-ons",
    "/over-ons",
    "//",
    "http://[",
)
LINKS = st.lists(st.tuples(st.sampled_from(TARGETS), st.sampled_from(TEXTS)), max_size=8)
PAGES = st.dictionaries(
    st.sampled_from(("/", "/contact", "/klantenservice", "/faq", "/tas", "/over-ons", "/en", "/hc")),
    st.one_of(LINKS, st.sampled_from((404, 500, 403, Reason.TIMEOUT, Reason.ROBOTS, b"%PDF-1.4", b"\xff\xfe"))),
)


def answers(site: dict[str, object]) -> Answer:
    def answer(url: str) -> Capture | Reason:
        path = "/" + urlsplit(url).path.strip("/")
        came = site.get(path, 404)
        if isinstance(came, Reason):
            return came
        if isinstance(came, int):
            return capture(url, b"<h1>Nee</h1>", status=came)
        if isinstance(came, bytes):
            return capture(url, came)
        links = "".join(f'<li><a href="{target}">{text}</a></li>' for target, text in came)  # type: ignore[attr-defined]
        body = f"<h1>Tassen {path}</h1><p>Een winkel vol tassen van leer en linnen, deze bladzijde is {path}.</p><ul>{links}</ul>"
        return capture(url, f'<html lang="nl"><body>{body}</body></html>'.encode())

    return answer


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PAGES, st.integers(1, 6))
def test_any_walk_ends_in_its_budget_and_asks_for_nothing_twice(site: dict[str, object], pages: int) -> None:
    budget = Budget(pages=pages, requests=10)
    seen = walk(SHOP, answers(site), budget)
    asked = [fetch.url for fetch in seen.fetches]
    assert len(seen.pages) <= pages
    assert len(asked) <= budget.requests
    assert max(Counter(key(url) for url in asked).values()) == 1
    assert not [url for url in asked if "add-to-cart" in url or "buy_now" in url or "logout" in url or "elders" in url]
    assert all(item.settled or item.reason is not None for item in seen.placements)
    assert seen == walk(SHOP, answers(site), budget)
