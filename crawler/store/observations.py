"""What a person saw as one row, and back."""

from crawler.model.placement import Observation, PlaceClass, Way
from crawler.model.sighting import Channel, GateKind
from crawler.store.records import Cells, maybe

OBSERVATION = (
    "number", "way", "seen_by", "seen_on", "source", "source_sha256", "channel", "place_class", "value", "as_shown", "page",
    "clicks", "gate", "gate_passed", "note", "visit", "pages",
)  # fmt: skip


def observation_row(number: int, item: Observation) -> Cells:
    """Give an observation as a row."""
    return (
        number, item.way.value, item.by, item.on, item.source, item.sha256, item.channel.value if item.channel else None,
        item.place_class.value, item.value, item.as_shown, item.page, item.clicks, item.gate.value if item.gate else None,
        int(item.gate_passed), item.note, item.visit, item.pages,
    )  # fmt: skip


def observation_of(cells: Cells) -> Observation:
    """Give the observation of a row."""
    return Observation(
        way=Way(cells[1]), by=cells[2], on=cells[3], source=cells[4], sha256=cells[5], channel=maybe(Channel, cells[6]),
        place_class=PlaceClass(cells[7]), value=cells[8], as_shown=cells[9], page=cells[10], clicks=cells[11],
        gate=maybe(GateKind, cells[12]), gate_passed=bool(cells[13]), note=cells[14], visit=cells[15], pages=cells[16],
    )  # fmt: skip
