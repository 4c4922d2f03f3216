"""Controls pressed as a customer does: with the mouse, in the middle of where they stand, if it is they that lie there."""

from enum import Enum
from typing import Any

from crawler.browser.reveals import Control
from crawler.browser.session import Session

_AMID = {"x": 0, "y": -300, "width": 1, "height": 600}
"""CSS pixels around a control that are to be in the window too: away from bars that stick to its upper or lower end."""
_CHOOSE = """function () {
    this.selected = true;
    for (const kind of ["input", "change"]) this.closest("select").dispatchEvent(new Event(kind, {bubbles: true}));
}"""


class Pressed(Enum):
    """What came of pressing a control: it was not shown, or something else lies over it, which is left alone."""

    YES = "yes"
    NOT_SHOWN = "not-shown"
    COVERED = "covered"


async def press(session: Session, control: Control) -> Pressed:
    """Press a control with the mouse, in the middle of where it stands, if it is the control that lies there; choose an option.

    Raises what the session raises where the page, or the control, is gone.
    """
    if control.chosen:
        return await _choose(session, control)
    came = await _press(session, control, {})
    return came if came is not Pressed.COVERED else await _press(session, control, {"rect": _AMID})


async def click(session: Session, backend: int) -> None:
    """Have a link hear a click, wherever it stands. Raises what the session raises where it is gone."""
    await _call(session, backend, "function () { this.click(); }")


async def _press(session: Session, control: Control, part: dict[str, Any]) -> Pressed:
    """Have a part of a control, or what lies around it, scrolled into the window, and press the control."""
    node = {"backendNodeId": control.backend}
    await session.send("DOM.scrollIntoViewIfNeeded", {**node, **part})
    quads = (await session.send("DOM.getContentQuads", node)).get("quads")
    if not quads:
        return Pressed.NOT_SHOWN
    x, y = (sum(side) / len(side) for side in (quads[0][::2], quads[0][1::2]))
    if await _lying_at(session, x, y) not in control.inside:
        return Pressed.COVERED
    mouse = {"x": x, "y": y, "button": "left", "clickCount": 1}
    await session.send("Input.dispatchMouseEvent", {"type": "mouseMoved", "x": x, "y": y})
    if control.pointed:
        return Pressed.YES
    await session.send("Input.dispatchMouseEvent", {"type": "mousePressed", **mouse})
    await session.send("Input.dispatchMouseEvent", {"type": "mouseReleased", **mouse})
    return Pressed.YES


async def _choose(session: Session, control: Control) -> Pressed:
    """Choose an option. Lists of choices open in a window of the system's own, where no mouse of DevTools reaches."""
    await _call(session, control.backend, _CHOOSE)
    return Pressed.YES


async def _call(session: Session, backend: int, function: str) -> None:
    """Call a function of an element."""
    node = await session.send("DOM.resolveNode", {"backendNodeId": backend})
    await session.send("Runtime.callFunctionOn", {"objectId": node["object"]["objectId"], "functionDeclaration": function})


async def _lying_at(session: Session, x: float, y: float) -> int:
    """The number of the node that lies uppermost at a point of the window; DevTools asks for the point of the page."""
    window = (await session.send("Page.getLayoutMetrics"))["cssVisualViewport"]
    point = {"x": int(x + window["pageX"]), "y": int(y + window["pageY"])}
    return int((await session.send("DOM.getNodeForLocation", point))["backendNodeId"])
