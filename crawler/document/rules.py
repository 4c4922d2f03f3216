"""Simple rules of `<style>` elements that hide: `#id`, `.class` and `tag.class` with `display:none` or `visibility:hidden`.

Rules under a condition (`@media print`, `@supports` ...) are left out. A name that another rule shows again is left out too: only
a browser can tell which of them wins.
"""

import re
from functools import lru_cache

# two patterns that begin with a letter each, on lower case: four times as fast as one that ignores case
_WORTH = (re.compile(r"display\s*+:\s*+none"), re.compile(r"visibility\s*+:\s*+hidden"))
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_PART = re.compile(r"([^{}]*+)([{}]|\Z)")
_SIMPLE = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?(?P<name>[.#][\w-]+)", re.IGNORECASE)
_LAST_NAME = re.compile(r"([.#][\w-]+)(?:::?[\w-]+(?:\([^)]*\))?)*\s*$")
_HIDES = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_SHOWS = re.compile(r"display\s*:\s*(?!none)[a-z]|visibility\s*:\s*visible", re.IGNORECASE)
_MOST = 400_000
_ALWAYS = re.compile(r"@(?:layer|media\s+(?:only\s+)?(?:all|screen)\s*$)", re.IGNORECASE)


def hiding_names(css: str) -> frozenset[str]:
    """The selectors (`#id`, `.class`, `tag.class`; lower-case tags) that a style sheet hides on load.

    >>> sorted(hiding_names(".a,p.b{display:none} @media print{.c{display:none}} #d{visibility:hidden} .e:hover{display:none}"))
    ['#d', '.a', 'p.b']
    >>> sorted(hiding_names(".menu{display:none} @media (min-width:9px){.menu{display:block}}"))
    []
    """
    lower = css.lower()
    return _read(css) if any(pattern.search(lower) for pattern in _WORTH) else frozenset()


@lru_cache(maxsize=256)
def _read(css: str) -> frozenset[str]:
    hidden: set[str] = set()
    shown: set[str] = set()
    for selectors, body, conditional in _rules(_COMMENT.sub(" ", css[:_MOST])):
        if _SHOWS.search(body):
            shown.update(found.group(1) for one in selectors.split(",") if (found := _LAST_NAME.search(one[-200:])))
        elif not conditional and _HIDES.search(body):
            hidden.update(_simple(selectors))
    return frozenset(name for name in hidden if name[max(name.find("."), name.find("#")) :] not in shown)


def _rules(css: str) -> list[tuple[str, str, bool]]:
    """(selectors, declarations, under a condition) of each rule, nested rules included."""
    found: list[tuple[str, str, bool]] = []
    open_: list[str] = []
    for text, mark in _PART.findall(css):
        if mark == "{":
            open_.append(text.rpartition(";")[2].strip())
            continue
        if mark and open_:
            selectors = open_.pop()
            conditional = any(not _ALWAYS.match(one) for one in open_)
            if not selectors.startswith("@"):
                found.append((selectors, text, conditional))
    return found


def _simple(selectors: str) -> list[str]:
    names = []
    for one in selectors.split(","):
        found = _SIMPLE.fullmatch(one.strip())
        if found:
            names.append((found["tag"] or "").lower() + found["name"])
    return names
