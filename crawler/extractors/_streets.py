"""The street in the text before a postcode, or behind the postcode's town."""

import re
from functools import lru_cache

from crawler.extractors._legal_forms import legal_forms
from crawler.extractors._value_labels import labels
from crawler.extractors._written_addresses import NUMBERLESS, districts, is_street, postcode, written

MOST_LETTERS = 45
"""Letters of a street at most."""

NEAR, NUMBERED = 4, 5
"""Parts of an address from its street to the postcode at most; more where its number is a part (`8, 2º, B`)."""

PARTS = re.compile(r"[,:\n;|·•]|\s-\s")
DASH = re.compile(r"\s[-–—]\s")
"""Stands between a name and the street."""

STREET = re.compile(
    r"""
    (?P<street> [^\W\d_][\w.'’ /-]{2,50}? ) [\s,]{1,3}
    (?P<number> \d{1,5}\s?(?:[a-zA-Z]{1,3}|[-/]\s?\w{1,4})? )
    [\s,.;|·•/–-]{0,6} (?:[A-Z]{1,2}\s?-\s?)? $          # what may stand between it and the postcode
    """,
    re.VERBOSE,
)
NUMBER_FIRST = re.compile(
    r"(?P<number>\d{1,5}\s?(?:bis|ter|[a-zA-Z])?)[\s,]{1,3}(?P<street>[^\W\d_][\w.'’ -]{3,60}?)[\s,.;|·•–-]{0,6}$"
)
AFTER_TOWN = r"\s{0,2}(?:\([^()\n]{2,30}\)\s{0,2})? [,;|·•\n–-] \s{0,2}"  # Krems (Niederösterreich),
BEHIND = re.compile(
    rf"""
    {AFTER_TOWN}
    (?P<street> [^\W\d_][\w.'’ /-]{{2,40}}? ) [ ,]{{1,2}}
    (?P<number> (?:n[.°ºo]{{1,2}}\s?)? \d{{1,4}} (?:\s?[a-zA-Z]\b)? (?:\s?[/-]\s?\w{{1,4}}){{0,3}} | {NUMBERLESS} ) (?![\w.:])
    """,
    re.VERBOSE,
)
BEHIND_NUMBER_FIRST = re.compile(
    rf"{AFTER_TOWN} (?P<number>\d{{1,4}}\s?(?:bis\b|ter\b|[a-zA-Z]\b)?) [ ,]{{1,2}} (?P<street>[^\W\d_][\w.'’ -]{{3,45}})",
    re.VERBOSE,
)
"""A street behind its town."""

HOUSE = re.compile(r"\s(?P<number>\d{1,3}\s?[a-z]?)\s{0,2}(?=$|[\n,;|·•])")
"""The number of a house right behind the name of a village whose streets have none."""


@lru_cache(maxsize=4096)
def street_before(code: str, before: str) -> str:
    """The street with its number that a text ends in, "" where it ends in none."""
    first, second = (NUMBER_FIRST, STREET) if code in written("number_first") else (STREET, NUMBER_FIRST)
    unworded = ""
    for pattern in (first, second):
        if found := pattern.search(before):
            street = _behind_name(code, DASH.split(found["street"])[-1])
            order = (found["number"], street) if pattern is NUMBER_FIRST else (street, found["number"])
            named = " ".join(part.strip() for part in order)
            if is_street(code, found["street"]):
                return named
            unworded = unworded or (named if pattern is first and code != "US" else "")
    return _by_street_word(code, before, unworded)


@lru_cache(maxsize=4096)
def street_behind(code: str, town: str, rest: str) -> str:
    """A street behind its town, or the town with the number of a house; "" where another postcode follows, whose street it is.

    >>> street_behind("AT", "Wien", ", Am Graben 12/3"), street_behind("AT", "Wien", " 19")
    ('Am Graben 12/3', '')
    >>> street_behind("AT", "Weißbriach", " 150"), street_behind("FR", "Lyon", " - 12 rue Verte")
    ('Weißbriach 150', '12 rue Verte')
    """
    house = HOUSE.match(rest) if code in districts() else None
    if house and int(re.sub(r"\D", "", house["number"])) > districts()[code]:
        return f"{town} {house['number']}"
    number_first = code in written("number_first")
    found = (BEHIND_NUMBER_FIRST if number_first else BEHIND).match(rest)
    if found is None or not (number_first or found["street"][0].isupper()) or not is_street(code, found["street"]):
        return ""
    if postcode(code).search(rest, found.end()):
        return ""
    order = ("number", "street") if number_first else ("street", "number")
    return " ".join(found[part].strip() for part in order)


def unlabelled(street: str) -> str:
    """A street without the word for an address that stands before it.

    >>> unlabelled("Adres: Groene Dijk 5"), unlabelled("Postadress Långa gatan 5"), unlabelled("Adreslaan 3")
    ('Groene Dijk 5', 'Långa gatan 5', 'Adreslaan 3')
    """
    label = labels("address_labels").search(street)
    rest = street[label.end() :].lstrip(" :.-") if label and not label.start() else ""
    return rest if re.match(r"[^\W_]", rest) else street


def _behind_name(code: str, street: str) -> str:
    """A street without the firm whose name stands before it in its line.

    >>> _behind_name("BE", "Lampen nv Lampenstraat"), _behind_name("BE", "Grote Markt")
    ('Lampenstraat', 'Grote Markt')
    """
    form = next(legal_forms(code).finditer(street), None)
    rest = street[form.end() :].lstrip(" :.-") if form and form.start() else ""
    return rest if rest and is_street(code, rest) else street


def _by_street_word(code: str, before: str, unworded: str) -> str:
    """A street by its word; a town, a floor or nothing stands between it and the postcode: `124 City Road, London, EC1V 2NX`.

    Where it has no number and another street has (`v.d. Wetering Graszoden, Paradijs 5`), that one.
    """
    parts = [part.strip() for part in PARTS.split(before) if part.strip()]
    streets = [number for number, part in enumerate(parts) if len(part) <= MOST_LETTERS and is_street(code, part)]
    if not streets:
        return unworded
    first = last = streets[-1]
    while first - 1 in streets:
        first -= 1
    number_apart = parts[last + 1 : last + 2] and parts[last + 1][0].isdigit()
    if len(parts) - last > (NUMBERED if number_apart else NEAR):
        return unworded
    first -= first > 0 and parts[first - 1].isdigit()
    if unworded and not number_apart and not re.search(r"\d", " ".join(parts[first : last + 1])):
        return unworded
    return ", ".join(parts[first : last + 1] if code in written("town_before") else parts[first:])
