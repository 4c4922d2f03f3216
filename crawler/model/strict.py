"""Strict reading of TOML files into records: the one door for facts about the world.

A file's keys are the fields of a dataclass. An unknown key, a missing one (a field without a default), a value of the wrong
type or outside a closed list raises `KnowledgeError`, which names the file and the key: data that is half understood
finds nothing, silently, and that would read as "the shop hides its phone".
"""

import dataclasses
import tomllib
from collections.abc import Mapping
from enum import Enum
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Record = TypeVar("Record")


class KnowledgeError(ValueError):
    """A file of facts can not be used; the message names the file and the key."""


class Facts(dict[str, Any]):
    """The facts of one file by their keys; a key that is not there raises KnowledgeError."""

    def __init__(self, path: Path, table: Mapping[str, Any]) -> None:
        """Hold the table that `path` gave."""
        super().__init__(table)
        self.path = path

    def __missing__(self, key: str) -> Any:
        """Name the file and the key."""
        raise KnowledgeError(f"{self.path}: key {key!r} is missing")


@cache
def read_facts(path: Path) -> Facts:
    """Read the facts that stand beside a unit. Raises KnowledgeError, also where no `source` or `dated` says whence they are."""
    facts = Facts(path, _table_of(path))
    for told in ("source", "dated"):
        if not isinstance(facts[told], str):
            raise KnowledgeError(f"{path}: {told}: {type(facts[told]).__name__} where str is expected")
    return facts


def read_record(path: Path, cls: type[Record]) -> Record:
    """Read a TOML file into a dataclass. Raises KnowledgeError."""
    return record_of(_table_of(path), cls, str(path))


def _table_of(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise KnowledgeError(f"{path}: {error}") from error


def read_folder(folder: Path, cls: type[Record]) -> tuple[tuple[str, Record], ...]:
    """Read every TOML file of a folder: (file name without ending, record), sorted. Raises KnowledgeError, also when empty."""
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise KnowledgeError(f"{folder}: no .toml file in this folder")
    return tuple((path.stem, read_record(path, cls)) for path in paths)


def record_of(table: Mapping[str, Any], cls: type[Record], where: str) -> Record:
    """Make a dataclass of a table; `where` begins the message of an error. Raises KnowledgeError."""
    hints, fields = _shape(cls)  # type: ignore[arg-type]  # any dataclass
    if unknown := sorted(set(table) - set(fields)):
        raise KnowledgeError(f"{where}: unknown key {unknown[0]!r}; known are {', '.join(sorted(fields))}")
    missing = sorted(name for name, field in fields.items() if name not in table and _required(field))
    if missing:
        raise KnowledgeError(f"{where}: key {missing[0]!r} is missing")
    return cls(**{name: _value(value, hints[name], f"{where}: {name}") for name, value in table.items()})


@cache
def _shape(cls: type) -> tuple[dict[str, Any], dict[str, dataclasses.Field[Any]]]:
    """The types of a dataclass's fields, and the fields."""
    return get_type_hints(cls), {field.name: field for field in dataclasses.fields(cls)}


def _required(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _value(value: Any, hint: Any, where: str) -> Any:
    origin = get_origin(hint)
    if origin in (tuple, frozenset, Mapping):
        return _collection(value, hint, where)
    if origin in (Union, UnionType):
        if value is None and NoneType in get_args(hint):
            return None
        return _value(value, next(item for item in get_args(hint) if item is not NoneType), where)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return record_of(_checked(value, dict, where), hint, where)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _member(value, hint, where)
    return _checked(value, hint, where)


def _collection(value: Any, hint: Any, where: str) -> Any:
    if get_origin(hint) is tuple:
        return _tuple(value, get_args(hint), where)
    if get_origin(hint) is frozenset:
        return frozenset(_tuple(value, (*get_args(hint), Ellipsis), where))
    return _mapping(value, get_args(hint), where)


def _tuple(value: Any, args: tuple[Any, ...], where: str) -> tuple[Any, ...]:
    items = _checked(value, list, where)
    if len(args) == 2 and args[1] is Ellipsis:
        return tuple(_value(item, args[0], f"{where}[{number}]") for number, item in enumerate(items))
    if len(items) != len(args):
        raise KnowledgeError(f"{where}: {len(items)} values where {len(args)} are expected")
    return tuple(_value(item, hint, where) for item, hint in zip(items, args, strict=True))


def _mapping(value: Any, args: tuple[Any, ...], where: str) -> Mapping[Any, Any]:
    items = _checked(value, dict, where)
    return {_value(key, args[0], where): _value(item, args[1], f"{where}.{key}") for key, item in items.items()}


def _member(value: Any, hint: type[Enum], where: str) -> Enum:
    try:
        return hint(value)
    except ValueError as error:
        raise KnowledgeError(f"{where}: {value!r} is none of {', '.join(str(item.value) for item in hint)}") from error


def _checked(value: Any, hint: type, where: str) -> Any:
    """Give the value back when it is of the type (a bool is no int)."""
    if hint is float and type(value) is int:
        return float(value)
    if not isinstance(value, hint) or (isinstance(value, bool) and hint is not bool):
        raise KnowledgeError(f"{where}: {type(value).__name__} where {hint.__name__} is expected")
    return value
