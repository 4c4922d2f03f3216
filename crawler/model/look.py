"""What a browser measured about one candidate."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One candidate in one viewport. `box` is (x, y, width, height) in CSS pixels of the page; `contrast` None when unknown."""

    page_id: int
    sighting: int
    viewport: tuple[int, int]
    box: tuple[float, float, float, float] | None
    visible: bool
    why_not: str = ""
    contrast: float | None = None
    above_fold: bool | None = None
    picture: str = ""
