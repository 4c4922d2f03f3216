"""Topics in a form of several steps: a contact page that asks what the question is about before it shows a way to the shop.

Topics that are links are no gate: each is a click. Nothing is ever chosen or sent, so what comes behind stays unknown.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from crawler.knowledge.phrases import Phrases
from crawler.knowledge.unit_words import unit_words
from crawler.model.document import Form
from crawler.model.gate import Gate
from crawler.model.link import ANSWERING
from crawler.model.scene import Scene
from crawler.model.sighting import GateKind

FILE = Path(__file__).with_suffix(".toml")
CHOICES = frozenset({"radio", "checkbox"})


def find(scene: Scene) -> Iterator[Gate]:
    """Give the forms that ask for a topic first."""
    for form in scene.document.forms if scene.page.kinds & ANSWERING else ():
        if form.visible and _asks_for_a_topic(form):
            yield Gate(page_id=scene.page.id, kind=GateKind.WIZARD, vendor=form.text[:120], snippet=form.text[:120])


def _asks_for_a_topic(form: Form) -> bool:
    """Whether the form offers a choice, leads on to a further step, and has no room for the question itself."""
    if any(field.tag == "textarea" or field.kind in {"password", "email", "tel", "search"} for field in form.fields):
        return False
    chooses = any(field.tag == "select" or field.kind in CHOICES for field in form.fields)
    words = " ".join((*form.headings[-1:], form.text, *(f"{field.label} {field.value}" for field in form.fields)))[:2_000]
    return chooses and all(_phrases(name).search(words) for name in ("topics", "steps"))


@cache
def _phrases(name: str) -> Phrases:
    return Phrases(unit_words(FILE, name))
