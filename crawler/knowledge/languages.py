"""The words of each language: `languages/<ISO 639-1 code>.toml`, read strictly, once.

All words are given casefolded, as page text should be before comparing; a word with a typographic apostrophe also comes
with a straight one. Matching on word boundaries is the reader's business.

>>> "klantenservice" in languages()["nl"].page_words[PageKind.SERVICE]
True
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from crawler.model.link import PageKind
from crawler.model.strict import KnowledgeError, read_folder

FOLDER = Path(__file__).parent / "languages"
Words = tuple[str, ...]
VOICE = ("phone_labels", "mobile_labels")
"""The words for what a customer speaks into."""
DIALLED = (*VOICE, "fax_labels", "whatsapp_labels")
"""The words for what has a number; "Contact" is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language's words.

    `page_words` stand in links, titles and headings; `path_words` in URL paths (segments, hyphens for spaces); `never_words`
    contain a page word but promise another page. `*_labels` stand beside or above a value and tell what it is for or whose it
    is; `officer_labels` name the person who answers for privacy (not privacy itself: the controller is the shop). `months` and
    `weekdays` begin with January and Monday; each is the spellings of one. `small_words` may stand beside a page word without
    changing what the page is (articles, pronouns, the furniture of menus).
    """

    code: str
    source: str
    dated: str
    page_words: Mapping[PageKind, Words]
    path_words: Mapping[PageKind, Words]
    never_words: Mapping[PageKind, Words]
    phone_labels: Words
    fax_labels: Words
    email_labels: Words
    mobile_labels: Words
    hours_labels: Words
    whatsapp_labels: Words
    business_labels: Words
    order_labels: Words
    officer_labels: Words
    jobs_labels: Words
    press_labels: Words
    branch_labels: Words
    third_party_labels: Words
    service_labels: Words
    name_labels: Words
    address_labels: Words
    placeholder_texts: Words
    chat_words: Words
    callback_words: Words
    form_words: Words
    newsletter_words: Words
    guest_words: Words
    tariff_words: Words
    closed_words: Words
    range_words: Words
    clock_words: Words
    at_words: Words
    dot_words: Words
    months: tuple[Words, ...]
    weekdays: tuple[Words, ...]
    parked_words: Words
    maintenance_words: Words
    waiting_words: Words
    not_found_words: Words
    blocked_words: Words
    small_words: Words


@cache
def languages(folder: Path = FOLDER) -> Mapping[str, Language]:
    """All languages by code. Raises KnowledgeError."""
    return MappingProxyType({name: _checked(language, folder / f"{name}.toml") for name, language in read_folder(folder, Language)})


@cache
def language_codes() -> tuple[str, ...]:
    """The codes of all languages: what stands beside a value is read in each, for a Dutch shop writes "Phone"."""
    return tuple(languages())


def _checked(language: Language, path: Path) -> Language:
    if language.code != path.stem:
        raise KnowledgeError(f"{path}: code {language.code!r} is not the file's name")
    if len(language.months) != 12 or len(language.weekdays) != 7:
        raise KnowledgeError(f"{path}: twelve months and seven weekdays are expected")
    if missing := [kind for kind in PageKind if kind not in language.page_words]:
        raise KnowledgeError(f"{path}: page_words.{missing[0]} is missing")
    keep = {"code", "source", "dated"}
    names = (field.name for field in fields(language) if field.name not in keep)
    return replace(language, **{name: _folded(getattr(language, name), f"{path}: {name}") for name in names})


def _folded(value: Any, where: str) -> Any:
    if isinstance(value, Mapping):
        return MappingProxyType({kind: _folded(words, f"{where}.{kind}") for kind, words in value.items()})
    if value and isinstance(value[0], tuple):
        return tuple(_folded(words, where) for words in value)
    return _words(value, where)


def _words(words: Iterable[str], where: str) -> Words:
    spelt: dict[str, None] = {}
    for word in words:
        if word != word.strip().lower() or not word:
            raise KnowledgeError(f"{where}: {word!r} is not in lower case, is empty or has white space around it")
        folded = word.casefold()
        spelt |= {folded: None, folded.replace("’", "'"): None}
    return tuple(spelt)
