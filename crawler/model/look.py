"""What a browser measured about one candidate."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One candidate in one viewport.

    `box` is (x, y, width, height) in CSS pixels of the page, `font_size` in the same; `contrast` and the others are None when
    unknown. `opened` is the text of the control that was clicked before, "" on load. `picture` names the picture of it among the
    evidence by the offset of its record, "" where there is none.
    """

    page_id: int
    sighting: int
    viewport: tuple[int, int]
    box: tuple[float, float, float, float] | None
    visible: bool
    why_not: str = ""
    contrast: float | None = None
    above_fold: bool | None = None
    picture: str = ""
    opened: str = ""
    font_size: float | None = None
