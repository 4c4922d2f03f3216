"""What the names of firms end in, as the countries' files list it: `B.V.`, `GmbH & Co. KG`.

>>> is_form("FR", "SARL, SAS"), is_form("FR", "Lampes SARL")
(True, False)
"""

import re
from functools import cache

from crawler.knowledge.countries import country
from crawler.knowledge.phrases import Phrases

SHORT, LONGER = 8, 12
"""Letters of a legal form as it stands behind a name, and of an abbreviated one (`sp. z o.o.`); long ones stand in sentences."""


@cache
def legal_forms(code: str) -> Phrases:
    """All legal forms of a country."""
    known = country(code)
    return Phrases(known.legal_forms if known else ())


@cache
def short_forms(code: str) -> Phrases:
    """The legal forms that are written right behind a name."""
    known = country(code)
    return Phrases(form for form in (known.legal_forms if known else ()) if len(form) <= (LONGER if form.endswith(".") else SHORT))


def is_form(code: str, text: str) -> bool:
    """Whether a text is nothing but legal forms."""
    return not re.search(r"\w", legal_forms(code).sub(" ", text))
