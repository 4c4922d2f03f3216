"""Which pages of a visit decide: what must be kept of it so that its findings can be shown."""

from crawler.model.link import PageKind
from crawler.model.placement import PLACED
from crawler.model.visit import Visit


def deciding_pages(visit: Visit) -> frozenset[int]:
    """The numbers of the deciding pages: all of a shop of which not everything was met in a good place, or that was rendered.

    Else home, the ways that lead to the values, and the pages on which these stand.
    """
    placements = [visit.placement(channel) for channel in PLACED]
    if visit.rendered or not all(item.place_class.positive for item in placements):
        return frozenset(page.id for page in visit.pages)
    steps = {step.page_id for item in visit.placements for step in (*item.path, *item.likely_path)}
    shown = {visit.sightings[number].page_id for item in visit.placements for number in item.sightings[:1]}
    home = {page.id for page in visit.pages if PageKind.HOME in page.kinds}
    return frozenset(steps | shown | home)
