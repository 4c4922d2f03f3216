"""Addresses that a control's own script puts together on the click: `onclick="location.href='mailto:'+'info'+'@'+'shop.nl'"`.

Nothing of it is written into the page, so that a browser that clicks nothing does not bring it to light either. It stands
where the control stands.

>>> targets("javascript:location='mail'+'to:info'+'@'+'shop.nl';void 0")
('mailto:info@shop.nl',)
"""

from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from crawler.decoders._script_strings import written
from crawler.decoders.written_script import promising
from crawler.model.found import Decoded
from crawler.model.scene import Scene
from crawler.model.sighting import Place

ATTRIBUTES = frozenset({"onclick", "href"})
MOST = 200
"""Such scripts of one page that are read."""


def decode(scene: Scene) -> Iterator[Decoded]:
    """Give the `mailto:` addresses to which controls send a visitor."""
    scripts = [item for item in scene.document.attributes if item.name in ATTRIBUTES]
    for script in scene.ends(scripts, MOST, "click-scripts"):
        for target in targets(script.value):
            place = script.place if script.visible else Place.HIDDEN
            yield Decoded(target, "click-script", place, script.block, as_shown=script.value)


@lru_cache(maxsize=1024)
def targets(code: str) -> tuple[str, ...]:
    """The `mailto:` addresses that a control's script leads to."""
    part = promising(unquote(code).strip().removeprefix("javascript:"))
    return tuple(item.text for item in written(part) if item.text.startswith("mailto:"))
