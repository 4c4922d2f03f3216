"""Addresses in a form's hidden fields and in its action: the mail script reads them, no visitor does."""

from collections.abc import Iterator
from urllib.parse import unquote

from crawler.model.found import Decoded
from crawler.model.scene import Scene
from crawler.model.sighting import Place


def decode(scene: Scene) -> Iterator[Decoded]:
    """Give the values with an `@` of hidden fields and of actions; all of them stand hidden."""
    for form in scene.document.forms:
        if "@" in form.action or "%40" in form.action:
            yield Decoded(unquote(form.action), "form-action", Place.HIDDEN, form.block, shown=False, as_shown=form.action)
        for field in form.fields:
            if field.kind == "hidden" and "@" in field.value:
                yield Decoded(field.value[:2_000], "form-field", Place.HIDDEN, form.block, shown=False, as_shown=field.value[:200])
