"""What stands in the way of a settled answer, in words: certificates note it as `code: detail`.

>>> from reports.texts.texts import texts
>>> problem("needs-person: an image", texts("en")), problem("cut: page 3 too-deep", texts("en"))
('a value is a picture; a person has to look', 'a page that was not read in full: page 3, too-deep')
"""

import re

from reports.texts.texts import Texts

PAGE = re.compile(r"(?:^|,? )page (\d+)(?= |$)")


def problem(noted: str, texts: Texts) -> str:
    """The words of a problem, with the page and what else was noted; as it was noted where its code has no words."""
    code, _, detail = noted.partition(": ")
    page, rest = PAGE.search(detail), PAGE.sub("", detail).strip()
    special = f"problem.{code}.{rest.replace(' ', '-')}"
    key = special if special in texts else f"problem.{code}"
    if key not in texts:
        return noted
    where = f"{texts.plain('account.page')} {page[1]}" if page else ""
    told = [part for part in (where, "" if key == special else rest) if part]
    return texts.pair(texts.plain(key), ", ".join(told)) if told else texts.plain(key)


def page_in_words(detail: str, texts: Texts) -> str:
    """A note that is a page and its number, in words; any other as it is."""
    page = PAGE.fullmatch(detail)
    return f"{texts.plain('account.page')} {page[1]}" if page else detail
