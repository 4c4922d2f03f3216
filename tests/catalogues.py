"""What may be wrong with the catalogues of texts, each fault told as `file:line: what`; and the keys that the program asks for."""

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

from reports.texts.languages import FILE, FOLDER

REPORTS = FOLDER.parents[1]
TEMPLATES = sorted((REPORTS / "templates").glob("*.j2"))
MODULES = sorted(REPORTS.rglob("*.py"))
PLACEHOLDER = re.compile(r"\{(\w*)\}")
NEVER = tomllib.loads((FOLDER.parent / "never.toml").read_text(encoding="utf-8"))
KEY = r"[a-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+"
LOOSE = re.compile(r".?'|[^\u00a0\u202f][;!?»]|[^\u00a0\u202f]:(?=\s|$)|«[^\u00a0\u202f]|(?<=[\d}])[^\u00a0\u202f]?%")
"""What is set wrongly in French, where a blank that does not break stands before such a sign, and within quotation marks."""

SAME = {"Gate": "gate"}
"""Placeholders that say the same: a translation needs one of them."""


class Entry(NamedTuple):
    """A text with all its forms, and where it stands."""

    where: str
    forms: tuple[str, ...]
    plural: bool

    @property
    def placeholders(self) -> frozenset[str]:
        """The names put in by the program, in any form."""
        return frozenset(SAME.get(name, name) for form in self.forms for name in PLACEHOLDER.findall(form))


def read(path: Path) -> Catalog:
    """Read a catalogue as it is, without judging it."""
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def files(path: Path) -> list[Path]:
    """The files of a catalogue; of a single file, itself."""
    return sorted(path.glob("*.po")) if path.is_dir() else [path]


def entries(path: Path) -> dict[str, Entry]:
    """The texts of a catalogue by key: of all its files, or of one."""
    found = {}
    for file in files(path):
        for item in read(file):
            if item.id:
                key, forms = (item.id[0], tuple(item.string)) if item.pluralizable else (item.id, (item.string,))
                found[key] = Entry(f"{file}:{item.lineno}", forms, bool(item.pluralizable))
    return found


def written_twice(path: Path) -> Iterator[str]:
    """Keys that a catalogue has more than once: the last would win, in silence."""
    seen: dict[str, str] = {}
    for file in files(path):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            here = f"{file}:{number}"
            if (found := re.fullmatch(r'msgid "(.+)"', line)) and seen.setdefault(found[1], here) != here:
                yield f"{here}: {found[1]} stands in {seen[found[1]]} already"


def untranslated(path: Path, source: Path) -> Iterator[str]:
    """What differs from the source in its keys, plural forms and placeholders."""
    ours, theirs = entries(path), entries(source)
    yield from (f"{theirs[key].where}: {key} is not in {path}" for key in theirs.keys() - ours.keys())
    yield from (f"{ours[key].where}: {key} is not in {source}" for key in ours.keys() - theirs.keys())
    for key in ours.keys() & theirs.keys():
        if ours[key].plural != theirs[key].plural:
            yield f"{ours[key].where}: {key} has plural forms in one language only"
        if odd := ours[key].placeholders ^ theirs[key].placeholders:
            yield f"{ours[key].where}: {key}: {', '.join(sorted(odd))} is put into one language only"


def wrong_plurals(path: Path) -> Iterator[str]:
    """A rule of plural forms that is not the one of the language, and forms that were not counted."""
    for file in files(path):
        catalog = read(file)
        if (catalog.num_plurals, catalog.plural_expr) != tuple(get_plural(catalog.locale)[:2]):
            yield f"{file}:1: {catalog.plural_forms} is not the rule of {catalog.locale}"
    for key, entry in entries(path).items():
        if entry.plural and "count" not in entry.placeholders:
            yield f"{entry.where}: {key} has plural forms and no {{count}}"


def accusing(path: Path, language: str) -> Iterator[str]:
    """Words that no text has."""
    if language not in NEVER["words"]:
        yield f"{FOLDER.parent / 'never.toml'}:1: no words for {language}"
        return
    never = forbidden(language)
    for key, entry in entries(path).items():
        yield from (f"{entry.where}: {key} says {found!r}" for form in entry.forms for found in never.findall(form))


def loose_signs(path: Path) -> Iterator[str]:
    """In French: a sign that stands against its word, or after a blank at which a line could end; and a straight apostrophe."""
    for key, entry in entries(path).items():
        yield from (f"{entry.where}: {key} has {found!r}" for form in entry.forms for found in LOOSE.findall(form))


@cache
def forbidden(language: str) -> re.Pattern[str]:
    """The words of a language that no text has."""
    return re.compile(rf"\b(?:{'|'.join(NEVER['words'][language])})\b", re.IGNORECASE)


def template(name: str) -> str:
    """A template as it is written."""
    return (REPORTS / "templates" / name).read_text(encoding="utf-8")


def catalogue_of(language: str) -> Path:
    """The folder of the catalogue of a language."""
    return (FOLDER / language / FILE).parent


def text_of(language: str) -> str:
    """The first file of a catalogue as it is written."""
    return (FOLDER / language / FILE).read_text(encoding="utf-8")


@cache
def asked() -> Mapping[str, str]:
    """Every key that stands in a template or module as it is, and where; a key that is put together counts with its beginning."""
    found = {}
    for path in TEMPLATES:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found |= dict.fromkeys(re.findall(rf"'({KEY}|[a-z0-9_.-]+[._](?='\s*~))'", line), f"{path}:{number}")
    for path in MODULES:
        found |= {key: f"{path}:{number}" for key, number in _strings(ast.parse(path.read_text(encoding="utf-8")))}
    return found


def _strings(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            if re.fullmatch(r"[a-z0-9_-]+\.[a-z0-9_.-]*", str(node.values[0].value)):
                yield str(node.values[0].value), node.lineno
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(KEY, node.value):
            yield node.value, node.lineno


def asked_by_templates() -> Mapping[str, str]:
    """Every key that a template gives to `t`, and where."""
    found = {}
    for path in TEMPLATES:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found |= dict.fromkeys(re.findall(r"\bt\('([A-Za-z0-9_.-]+)'[),]", line), f"{path}:{number}")
    return found


def asked_by_code() -> Mapping[str, str]:
    """Every key that code gives to `plain` or `html`, and where."""
    found = {}
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"plain", "html"}:
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found[first.value] = f"{path}:{node.lineno}"
    return found
