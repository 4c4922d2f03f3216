"""The tables of `docs/knowledge.md`, made of the facts themselves.

    python -m crawler.knowledge.tables        bring docs/knowledge.md up to date

A table stands between `<!-- made by crawler.knowledge.tables: NAME -->` and `<!-- end -->`; a test compares it with the data.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from crawler.knowledge.chats import chats
from crawler.knowledge.countries import Country, countries
from crawler.knowledge.languages import Language, languages
from crawler.knowledge.organisations import Organisation, OrganisationKind, organisations
from crawler.knowledge.platforms import platforms
from crawler.model.link import PageKind

PAGE = Path(__file__).resolve().parents[2] / "docs" / "knowledge.md"
PART = re.compile(
    r"(?P<head><!-- made by crawler\.knowledge\.tables: (?P<name>[a-z-]+) -->\n)(?P<made>.*?)(?P<tail><!-- end -->)", re.DOTALL
)
SAMPLES = 3
"""Words of a list that are shown."""


class PageError(ValueError):
    """The page asks for a table that is not made here; the message names it."""


def language_words() -> str:
    """Each page kind in each language: how many words, and the first of them."""
    codes = sorted(languages())
    rows = ([f"`{kind.value}`", *(_counted(languages()[code].page_words[kind]) for code in codes)] for kind in PageKind)
    return _table(["page", *codes], rows)


def label_words() -> str:
    """How many words each list of labels has in each language."""
    codes = sorted(languages())
    names = [name for name in Language.__dataclass_fields__ if name.endswith(("_labels", "_words", "_texts")) and name not in PAGES]
    return _table(["list", *codes], ([f"`{name}`", *(len(getattr(languages()[code], name)) for code in codes)] for name in names))


def false_friends() -> str:
    """Words that hold a page word and promise another page."""
    rows = (
        (language.code, f"`{kind.value}`", ", ".join(sorted(set(words))))
        for language in languages().values()
        for kind, words in sorted(language.never_words.items())
        if words
    )
    return _table(["language", "is not", "though it says"], rows)


def country_facts() -> str:
    """Each country: how its numbers begin, and the numbers that identify a trader."""
    return _table(
        ["country", "calls", "languages", "money", "register number beside", "checked by", "VAT id", "checked by", "source"],
        (_country(known) for _, known in sorted(countries().items())),
    )


def chat_vendors() -> str:
    """Each maker of chats, by what it is told, and where that was read."""
    rows = ((one.name, _codes(one.hosts), _codes(one.markers[:SAMPLES]), one.source, one.dated) for one in chats())
    return _table(["chat", "script or frame from", "or words in code", "source", "date"], rows)


def shop_software() -> str:
    """Each maker of shop software, its own domains, the hosts of its shops, and by what its shops are told."""
    lists = (
        (one, (one.domains, one.shop_suffixes, one.generators, one.script_hosts, one.paths, one.markers)) for one in platforms()
    )
    rows = ((one.name, *(_codes(words[:SAMPLES]) for words in shown), f"{one.source} ({one.dated})") for one, shown in lists)
    heads = ["shop software", "the maker's domains", "its shops end in", "generator", "scripts from", "paths", "words in code"]
    return _table([*heads, "source"], rows)


def other_organisations() -> str:
    """Organisations that stand on shops' pages, by kind and by the country of their domain."""
    kinds = {kind: [one for one in organisations().all if one.kind is kind] for kind in OrganisationKind}
    rows = (
        (f"`{kind.value}`", place, ", ".join(sorted(names))) for kind, all_ in kinds.items() for place, names in _by_place(all_)
    )
    return _table(["kind", "country", "names"], rows)


PAGES = ("page_words", "path_words", "never_words", "small_words")
PARTS: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "language-words": language_words,
        "label-words": label_words,
        "false-friends": false_friends,
        "countries": country_facts,
        "chats": chat_vendors,
        "platforms": shop_software,
        "organisations": other_organisations,
    }
)
"""What can be made, by the name that stands in the page."""


def up_to_date(text: str) -> str:
    """The page with its tables made anew. Raises PageError for a table that is not known."""

    def made(part: re.Match[str]) -> str:
        if part["name"] not in PARTS:
            raise PageError(f"no table {part['name']!r} is made; known are {', '.join(PARTS)}")
        return f"{part['head']}{PARTS[part['name']]()}{part['tail']}"

    return PART.sub(made, text)


def main(path: Path = PAGE) -> None:
    """Bring the page up to date, and tell when it changed."""
    old = path.read_text(encoding="utf-8")
    new = up_to_date(old)
    if new != old:
        path.write_text(new, encoding="utf-8")
        sys.stdout.write(f"{path}: brought up to date\n")


def _table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(str(cell).replace('|', '&#124;') for cell in line)} |\n" for line in lines)


def _counted(words: tuple[str, ...]) -> str:
    return f"{len(words)}: {', '.join(words[:SAMPLES])}"


def _codes(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words) or "-"


def _country(known: Country) -> tuple[str, ...]:
    return (
        known.code,
        known.calling_code,
        ", ".join(known.languages),
        known.currency,
        ", ".join(known.register_labels[:SAMPLES]) or "-",
        f"`stdnum.{known.register_module}`" if known.register_module else "no check exists",
        f"{known.vat_prefix}, beside {', '.join(known.vat_labels[:SAMPLES])}",
        f"`stdnum.{known.vat_module}`" if known.vat_module else "no check exists",
        f"{known.source} ({known.dated})",
    )


def _by_place(known: Iterable[Organisation]) -> Iterator[tuple[str, set[str]]]:
    """The names of organisations, by the country whose top-level domain theirs is; the rest are at home in many."""
    ends = {tld: code for code, one in countries().items() for tld in one.tlds}
    places: dict[str, set[str]] = {}
    for one in known:
        told = {ends[end] for domain in one.domains if (end := domain.rpartition(".")[2]) in ends}
        places.setdefault(told.pop() if len(told) == 1 else "several", set()).add(one.name)
    yield from sorted(places.items())


if __name__ == "__main__":
    main()
