"""How long a visit may take: its own time counts, waiting behind other shops on the same server does not."""

import asyncio
import time
from pathlib import Path

from scrapy import Request
from scrapy.http import Response

from crawler.evidence.exchange import EXCHANGE, OFFSET, QUEUED, RECORD, Exchange, digest
from crawler.evidence.warc import ShopRecord
from crawler.model.reason import Reason
from crawler.model.shop import Shop
from crawler.model.visit import Visit
from crawler.spiders.plan import Errand, Plan
from crawler.spiders.visit import VisitUnderWay
from crawler.visiting.budget import Budget

SHOP = Shop(id="shop.example", name="Winkel", url="http://shop.example/", country="NL", language="nl")
LINKS = "".join(f"<a href='/{word}'>{word}</a> " for word in ("contact", "klantenservice", "voorwaarden", "retourneren"))
PAGE = f"<html lang=nl><h1>Winkel</h1><nav>{LINKS}</nav><p>Stoelen en tafels.</p></html>".encode()


def visit(folder: Path, budget: Budget, *, takes: float, queued: float = 0.0, busy: float = 0.0) -> Visit:
    """Make a visit whose every document takes so long, of which so much is spent in the queue; then the loop is busy so long."""

    async def download(request: Request) -> Response:
        await asyncio.sleep(takes)
        time.sleep(busy)  # noqa: ASYNC251  # so that nothing else has its turn
        request.meta[QUEUED].append(queued)
        headers = ((b"Content-Type", b"text/html"),)
        came = Exchange(
            asked=request.url,
            url=request.url,
            status=200,
            headers=headers,
            body=PAGE + request.url.encode(),
            at="",
            sha256=digest(PAGE),
        )
        request.meta.update({EXCHANGE: came, OFFSET: request.meta[RECORD].write(came)})
        return Response(request.url, request=request)

    plan = Plan(evidence=folder, user_agent="Bereikbaar/0.1", budget=budget)
    record = ShopRecord(folder, SHOP.id, 1)
    made = asyncio.run(VisitUnderWay(Errand(shop=SHOP), plan, record, answered=lambda: None).make(download))
    record.finish()
    return made


def test_a_visit_over_time_is_too_slow(tmp_path: Path) -> None:
    made = visit(tmp_path, Budget(seconds=3), takes=1.8)
    reasons = [fetch.reason for fetch in made.fetches]
    assert reasons[:2] == [None, None]
    assert set(reasons[2:]) == {Reason.TOO_SLOW}
    assert not any(item.settled for item in made.placements if not item.place_class.positive)


def test_waiting_behind_other_shops_is_not_counted(tmp_path: Path) -> None:
    made = visit(tmp_path, Budget(seconds=1), takes=0.6, queued=0.5)
    assert made.reason is None
    assert [fetch.reason for fetch in made.fetches] == [None] * len(made.fetches)
    assert len(made.pages) == 5


def test_a_home_page_that_never_came_in_time_gives_the_reason(tmp_path: Path) -> None:
    made = visit(tmp_path, Budget(seconds=-1), takes=0)
    assert (made.reason, made.pages) == (Reason.TOO_SLOW, ())


def test_time_in_which_the_program_has_no_turn_is_not_counted(tmp_path: Path) -> None:
    made = visit(tmp_path, Budget(seconds=3), takes=0.05, busy=1.0)
    assert len(made.fetches) > 3
    assert [fetch.reason for fetch in made.fetches] == [None] * len(made.fetches)
