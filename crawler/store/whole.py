"""Whether the records of a visit belong together: what the tables' references hold, in a file that nothing was forged in."""

from itertools import chain
from operator import attrgetter
from urllib.parse import urlsplit

from crawler.model.placement import PLACED
from crawler.model.visit import Visit

_PAGE = attrgetter("page_id")


def whole(visit: Visit) -> Visit:
    """The visit. Raises LookupError where a record stands on no page or a channel has no answer, ValueError for no address."""
    pages = {page.id for page in visit.pages}
    if pages != set(range(len(visit.pages))):
        raise LookupError("a page is missing")
    if not pages.issuperset(map(_PAGE, chain[object](visit.sightings, visit.facts, visit.gates, visit.looks))):
        raise LookupError("a page is named that is not there")
    if not {item.channel for item in visit.placements}.issuperset(PLACED):
        raise LookupError("a channel is not answered")
    for page in visit.pages:
        urlsplit(page.final_url)
    return visit
