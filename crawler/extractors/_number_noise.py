"""Digits that are no phone number: rejected, with a reason, before a number plan is asked.

A number plan accepts much: `09.00-17.30` is a valid Dutch number, 8 to 10 of 100 random digit strings pass. Shapes
that can only be something else are blanked in the text; a label before the digits and the shape of the rest decide for each.

>>> blanked("open 09.00-17.30, bel 020-1234567")
'open ~~~~~~~~~~~, bel 020-1234567'
>>> noise("NL852120898B01", "", "") , noise("020-1234567", "KvK:", "")
('tax-number', 'register-number')
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from stdnum import iban, luhn
from stdnum.be import vat as be_vat
from stdnum.eu import vat as eu_vat

from crawler.extractors._email_addresses import without_mailboxes
from crawler.knowledge.countries import country, without_postcode_letters
from crawler.knowledge.languages import languages
from crawler.knowledge.phrases import Phrases
from crawler.knowledge.unit_words import any_of, unit_words
from crawler.model.strict import read_facts

FILE = Path(__file__).with_suffix(".toml")

SHAPES = {
    "hours": r"""
        (?<![\d.:])\d{1,2}:\d{2}\s?[-–—]\s?\d{1,2}:[0-5]\d  # 9:00 - 17:00, a number may be glued to it
      | (?<![\d.:])\d{1,2}[.:]\d{2}\s?(?:uur|u|h|uhr|am|pm)?\s?
        (?:[-–—/]|tot|t/m|bis|to|till|until|à)\s?\d{1,2}[.:]\d{2}(?!\d|[.:]\d)  # 09.00-17.30
      | (?<![\d.,:])\d{1,2}:\d{2}(?::\d{2})?(?![\d:])                             # 09:00
      | (?<![\w.,/+-])(?:24\s?[/x]\s?7(?:\s?[/x]\s?365)?|7\s?[/j]\s?7|24\s?/\s?24)(?![\d/])    # 24/7, 7j/7
      | (?<![\w.,/+-])24[ -]?[hu](?:\s?/\s?24)?\b                               # 24h, 24 h / 24
      | (?<![\d.:-])[1-9]\d?\s?[-–]\s?\d{1,2}(?=\s+(?:\(?0\d{2,4}\)?[ /-]{1,3}\d{3}|\+\d\d)) # 9-5 before 0161 482 7391
      | (?<![\d.:/+-])(?:[01]?\d|2[0-4])\s?-\s?(?:1?\d|2[0-4])(?:\s?[|/&,;]\s?|\s{3})
        (?:1?\d|2[0-4])\s?-\s?(?:1?\d|2[0-4])(?!\s?[./-]?\s?\d)                  # 08-12 | 13-17, and · is a space here
    """,
    "date": r"""
        (?<![\d./-])(?:\d{1,2}[./-]){2}(?:19|20)\d{2}(?![\d./-])                  # 31-12-2025
      | (?<![\d./-])(?:19|20)\d{2}(?P<mark>[./-])\d{1,2}(?P=mark)\d{1,2}(?![\d./-])              # 2025-12-31
    """,
    "years": r"(?<![\d./+-])(?:19|20)\d{2}\s?[-–/]\s?(?:19|20)\d{2}(?![\d./-]|\s\d)  # 2012/2013",
    "price": r"""
        (?:[€£$¥]|\b(?:EUR|CHF|GBP|USD|Kč))\s?\d[\d.,]{0,15}                      # € 1.200,00
      | (?<![\d.,-])\d{1,3}(?:[.,\s]\d{3})*[.,]\d{2}\s?(?:€|£|EUR\b|CHF\b|Kč|euro\b) # 1.200,00 €
      | (?<![\d.,])[1-9]\d{0,2}(?:,\d{3}){1,}(?![\d,])                            # 1,200,000
    """,
    "share": r"""
        (?<![\w.,/+-])\d{1,3}(?:[.,]\d{1,2})?\s?%                                # 10 %
      | (?<![\w.,/+-])\d[.,]\d(?=\s?\(\d|\s?/\s?(?:5|10)(?![\d.,/]))(?:\s?/\s?10?5?)?          # 4.8/5, 4.8 (312 reviews)
    """,
    "size": r"(?<![\w.])(?<!\d[ -])\d{1,2}(?:[.,]\d{1,2})?\s?[x×]\s?\d{1,5}(?:[.,]\d{1,2})?(?:\s?[x×]\s?\d{1,5})?  # 60 x 120 x 2",
    "company": r"""
        (?<!\w)(?:BE[\s.]?)?[01]\d{3}\.\d{3}\.\d{3}(?=[ ]{1,3}(?:\+|\(?0)\d)        # BE 0417.497.106 02 648 29 17
      | (?<!\w)BE[\s.]?[01]\d{9}(?=[ ]{1,3}(?:\+|\(?0)\d)
      | (?<![\d.-])\d{3}[ ]\d{3}[ ]\d{3}[ ]\d{5}(?=[ ]{1,3}(?:\+|\(?0)\d)            # a French SIRET 552 100 554 00013 04 67 ...
    """,
    "iban": r"(?P<iban>(?<![\w.])[A-Z]{2}\d{2}(?:\s?[A-Z]{4})?(?:\s?\d{4}){2,6}(?:\s?\d{1,3})?(?!\w))",
}
"""Shapes that can only be something else, each with what it is."""

ANY_BEGINNING = r"(?=[\d€£$¥]|[A-Z]{2}[\s.]?\d|(?:EUR|CHF|GBP|USD|Kč)\s?\d)"
"""How every shape begins: nearly all of a text is passed by this look alone."""
ANY_SHAPE = re.compile("\n".join((ANY_BEGINNING, "(?:", "\n|".join(SHAPES.values()), ")")), re.VERBOSE | re.IGNORECASE)

VAT_BEFORE = re.compile(r"(?:AT|BE|CHE|CZ|DE|DK|ES|FI|FR|GB|IE|IT|LU|NL|PL|PT|SE|SK)[\s.:-]{0,2}$")
VAT = re.compile(r"[A-Z]{2}[\s.]?U?\d[\d.\s]{6,14}(?:B[.\s]?\d{2})?")
COMPANY_BE = re.compile(r"[01]\d{3}[. ]\d{3}[. ]\d{3}")
COMPANY_BE_DOTTED = re.compile(r"[01]\d{3}\.\d{3}\.\d{3}")
"""As the register writes it, and nobody a phone number."""
AFTER_BE = re.compile(r"(?<!\w)BE[\s.:-]{0,2}$")
"""A wrong check digit makes no phone number of a VAT number."""
THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3}){2,}")
IP = re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)")
_LABELS = (any_of(words) + (rf"\s?{re.escape(sign)}" if sign else r"\b") for sign, words in read_facts(FILE)["glued"].items())
GLUED = re.compile("|".join([r"[a-z]{2,20}@", *_LABELS]), re.IGNORECASE)
"""What is no part of a code though no space stands before it: an address, or the next label (`020-6248137Fax: 020-...`)."""

NEXT = re.compile(r"[^\W\d_]{1,20}\s?[:.]|[^\W\d_]{2,20}\b")
"""A label or a word right behind a number: the next part of a line that only its style keeps apart (`0161 482 7391Mon-Fri`)."""

AS_DIALLED = re.compile(r"\+|\(?0\d{0,4}\)?[ ./-]")
"""Digits that are written as a number: with the country's code, or with the area code apart."""

NAMED = re.compile(r"[^:#=\d\n]*(?:,\s{0,2}|\s[|-]\s)$")
"""Between a word and digits that are not its own: a name and a comma or a dash (`Studio Pixel, 020-...`)."""

VALUED = re.compile(
    r".*(?:\d{3}|(?:\d\d\s){3}\d\d|~{6})(?:[^\n]{0,40}?(?:[,;|/\n-]\s{0,2}|\.\s|\s{3,})|\d{4}\s{1,2}|~\s{1,2})$", re.DOTALL
)
"""Between a word and digits that are not its own: the value that is (`KvK 33123456 | 020-...`). A dot `·` is a space here."""

PLACED = re.compile(r".*\d{3}.{0,40}?[^\W\d_]{2,}\W{1,3}$", re.DOTALL)
"""The like with a name behind the value, before digits written as a number: `Postbus 1234, 1000 AB Amsterdam 020-...`."""

AREA_FIRST = re.compile(r"\+|[(\[]?0\d{1,2}[)\]]?[ ./-]")
"""Digits with a country's code, or a short area code apart, as registers write none of nine digits."""

FULL = 9
WRITTEN_APART = {"register-number": AREA_FIRST, "post-box": AS_DIALLED}
"""How a whole phone number is written that is no value of its kind, unless it stands right behind the word."""

ENDED = re.compile(r"[?!]")
"""What ends a sentence about a product or an invoice, and not a label: `Vragen over dit artikel? 020-...`."""

LABELLING = re.compile(rf"[^\w|;,]{{0,4}}{any_of(unit_words(FILE, 'numbering'))}?[^\w|;,]{{0,4}}", re.IGNORECASE)
"""All that stands between a word of running text and digits that are its own: `Artikel Nr. 0201-234567`."""

FEW_WORDS = re.compile(r"(?:\s+[^\W\d]+){0,2}\s*")
"""What may stand between a question and what it is about: `about your`."""

SINGLE = frozenset({"register-number", "tax-number", "bank-account", "post-box", "approval"})
"""What has one value: articles and orders come in lists."""

CLOCK = re.compile(r"0[5-9](?:00|15|30|45)\s?-\s?(?:1\d|2[0-4])(?:00|15|30|45)")
"""Hours without a mark, as armies write them, right behind a day or a word for them: `0900-1730` may be a service number."""
HOURS_BEFORE = 40
"""Characters before such digits in which that word stands."""

OUTWEIGHED = frozenset({"quantity", "ip-address", "register-number", "hours"})
"""Kinds told by the digits alone, which a phone label outweighs: one in 97 phone numbers passes for a Belgian register number."""

UNITS = re.compile(
    rf"\s?{any_of((*unit_words(FILE, 'counted'), *read_facts(FILE)['measures']['signs']))}\b",
    re.IGNORECASE,
)


@cache
def words() -> Mapping[str, Phrases]:
    """The words of each kind of noise."""
    table = read_facts(FILE)["words"]
    return {kind: Phrases(spelt) for kind, spelt in table.items()}


@cache
def all_words() -> Phrases:
    """All words in one list that stand before numbers which are no phone numbers."""
    table = read_facts(FILE)["words"]
    return Phrases(word for spelt in table.values() for word in spelt)


def blanked(text: str) -> str:
    """Replace what can only be hours, a date, a price, a size or an IBAN by as many tildes: offsets stay."""
    return ANY_SHAPE.sub(_blank, text)


def _blank(found: re.Match[str]) -> str:
    shown = found.group()
    if found.lastgroup == "iban" and not iban.is_valid(re.sub(r"\s", "", shown)):
        return shown
    return "~" * len(shown)


def noise(shown: str, before: str, after: str, *, labelled: bool = False) -> str:
    """Why these digits are no phone number, "" when nothing speaks against them.

    `before` is the text on the left in which no other value stands and which holds no phone label behind its last noise word.
    """
    if found := _last(before, shown):
        return found
    found = _shape(shown, before, after, labelled=labelled)
    return "" if labelled and found in OUTWEIGHED and not COMPANY_BE_DOTTED.fullmatch(shown) else found


@cache
def _running_words() -> Phrases:
    return Phrases(unit_words(FILE, "running"))


@cache
def _asides() -> Phrases:
    return Phrases(unit_words(FILE, "asides"))


def _last(before: str, shown: str) -> str:
    before = without_mailboxes(before)
    if not all_words().search(before):
        return ""
    first, last, kind, word = 0, -1, "", ""
    text = _asides().sub(" ", without_postcode_letters(before))
    for name, pattern in words().items():
        for found in pattern.finditer(text):
            if found.end() > last:
                first, last, kind, word = found.start(), found.end(), name, found.group()
    over = kind and (_is_over(kind, word, text[last:], shown) or court_told(word, text[:first]) or _is_asked(text[:first], shown))
    return "" if over else kind


def _is_asked(before: str, shown: str) -> bool:
    """Whether a word is what customers ask about, and parted digits are whom they ask: `Questions about your item: 0161`."""
    *_, asking = (None, *_asking().finditer(before))
    return asking is not None and not shown.isdigit() and FEW_WORDS.fullmatch(before, asking.end()) is not None


@cache
def _asking() -> Phrases:
    return Phrases(unit_words(FILE, "asking"))


def court_told(word: str, before: str) -> str:
    """The company number that stands before the word for its court, "" for any other word and where none does.

    >>> court_told("RPR", "TVA BE 0403.019.261 · "), court_told("RPR", "Lampen BV, "), court_told("KBO", "0403.019.261 ")
    ('0403.019.261', '', '')
    """
    found = _before_court().search(before) if word.casefold() in _courts() else None
    return re.sub(r"^\D+", "", found[1]) if found else ""


@cache
def _before_court() -> re.Pattern[str]:
    """A Belgian company number right before the court that registers it: `BE 0403.019.261 RPR Antwerpen`."""
    known = country("BE")
    return re.compile(rf"({known.register_pattern})\W{{0,5}}$" if known else "(?!)")


@cache
def _courts() -> frozenset[str]:
    return frozenset(read_facts(FILE)["courts"])


def _is_over(kind: str, word: str, between: str, shown: str) -> bool:
    """Whether digits are no longer those that a word announces: what stands `between` ends it, or has its value."""
    if ENDED.search(between):
        return True
    if shown[0] not in "0+(" and (shown.isdigit() or kind == "bank-account"):
        return False
    if _is_full(kind, shown) and (word.casefold() in _brief() or not LABELLING.fullmatch(between)):
        return True
    if AS_DIALLED.match(shown) and (NAMED.match(between) or _is_told(kind, word, between)):
        return True
    return kind in SINGLE and VALUED.match(between) is not None and not NAMED.match(between)


def _is_full(kind: str, shown: str) -> bool:
    """Whether digits are written as a whole phone number and as no value of this kind."""
    apart = WRITTEN_APART.get(kind)
    return apart is not None and apart.match(shown) is not None and sum(map(str.isdigit, shown)) >= FULL


@cache
def _brief() -> frozenset[str]:
    return frozenset(read_facts(FILE)["brief"])


def _is_told(kind: str, word: str, between: str) -> bool:
    """Whether a word of running text only speaks of something, or the value of a label stands before another name."""
    if _running_words().search(word) and not LABELLING.fullmatch(between):
        return True
    return kind in SINGLE and PLACED.match(between) is not None


def _shape(shown: str, before: str, after: str, *, labelled: bool) -> str:
    digits = re.sub(r"\D", "", shown)
    if VAT.fullmatch(shown) or (VAT_BEFORE.search(before) and _is_vat(before, digits)):
        return "tax-number"
    if (COMPANY_BE.fullmatch(shown) and (be_vat.is_valid(digits) or AFTER_BE.search(before))) or _is_siret(shown, digits):
        return "register-number"
    if IP.fullmatch(shown):
        return "ip-address"
    if CLOCK.fullmatch(shown) and _tells_hours(before):
        return "hours"
    ends = before[-1:].isalnum() or before[-1:] in ("_", "#", "=", "&", "@")
    if ends or _goes_on(after, labelled=labelled):
        return "part-of-a-code"
    return "quantity" if THOUSANDS.fullmatch(shown) or UNITS.match(after) else ""


def _goes_on(after: str, *, labelled: bool) -> bool:
    """Whether what stands right behind digits makes them the beginning of a code."""
    if not after[:1].isalpha():
        return after[:1] in ("_", "=")
    if GLUED.match(after):
        return False
    following = NEXT.match(after) if labelled else None
    return following is None or not (following.group()[-1] in ":." or following.group().istitle())


def _tells_hours(before: str) -> bool:
    """Whether a text ends in a day or in a word for opening hours."""
    end = before[-HOURS_BEFORE:]
    return any(not re.search(r"\w", end[found.end() :]) for found in _hours_words().finditer(end))


@cache
def _hours_words() -> Phrases:
    return Phrases(
        word for language in languages().values() for words in (language.hours_labels, *language.weekdays) for word in words
    )


def _is_vat(before: str, digits: str) -> bool:
    found = VAT_BEFORE.search(before)
    return bool(found) and bool(eu_vat.is_valid(re.sub(r"\W", "", found.group() if found else "") + digits))


def _is_siret(shown: str, digits: str) -> bool:
    return len(digits) == 14 and " " in shown and shown.lstrip("([")[0] not in "0+" and bool(luhn.is_valid(digits))
