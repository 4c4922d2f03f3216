"""The report in one language: its folder, its words, and the way to the same page in the other languages."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from reports.outputs.environment import environment
from reports.texts.texts import Texts


class Other(NamedTuple):
    """Another language of the report: its code, its own name, and its folder as part of an address."""

    language: str
    name: str
    place: str


class Rendition(NamedTuple):
    """One language. `place` is its folder below `folder`, as part of an address: "" or "nl/"."""

    folder: Path
    place: str
    texts: Texts
    others: tuple[Other, ...]

    def write(self, name: str, template: str, values: Mapping[str, Any]) -> None:
        """Render a page. `root` leads from it to the folder of the whole report, `others` to it in the other languages."""
        root = "../" * (self.place + name).count("/")
        others = [(item.language, item.name, f"{root}{item.place}{name}") for item in self.others]
        page = environment(self.texts).get_template(template)
        text = page.render({**values, "root": root, "others": others})
        (self.folder / self.place / name).write_text(text, encoding="utf-8")


def renditions(folder: Path, languages: Sequence[Texts], *, below: str = "shops") -> tuple[Rendition, ...]:
    """The renditions of a report: the first stands in `folder`, the others below it; each has its folder `below` made."""
    places = [Other(words.language, words.name, f"{words.language}/" if at else "") for at, words in enumerate(languages)]
    for item in places:
        (folder / item.place / below).mkdir(parents=True, exist_ok=True)
    return tuple(
        Rendition(folder, item.place, words, tuple(other for other in places if other is not item))
        for item, words in zip(places, languages, strict=True)
    )
