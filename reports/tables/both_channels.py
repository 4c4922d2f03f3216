"""P3: both channels, one of them, or neither: at a logical place, and anywhere on the site.

A row counts only when both channels are settled for the question asked; otherwise it is undetermined. "Anywhere" means that a
visitor who only looks meets the value: gated and machine-only values are not shown.
"""

from collections import Counter
from collections.abc import Iterable

from crawler.model.sighting import Channel
from reports.standing import standing
from reports.table import Column, Show, Table, pair_table
from reports.verdict import Verdict

ID = "p3"
COLUMNS = (
    Column(key="channels", show=Show.CODE, codes="channels"),
    Column(key="logical", show=Show.COUNT),
    Column(key="logical_share", show=Show.SHARE),
    Column(key="anywhere", show=Show.COUNT),
    Column(key="anywhere_share", show=Show.SHARE),
)
CODES = {(True, True): "both", (True, False): "phone-only", (False, True): "email-only", (False, False): "neither"}
UNDETERMINED = "undetermined"


def rows(verdicts: Iterable[Verdict]) -> Table:
    """Tabulate the verdicts."""
    return tabulate(Counter(map(counted, verdicts)))


def counted(verdict: Verdict) -> tuple[str, str]:
    """Which channels are met at a logical place, and which anywhere."""
    phone, email = standing(verdict, Channel.PHONE), standing(verdict, Channel.EMAIL)
    return _which(phone.logical, email.logical), _which(phone.shown, email.shown)


def tabulate(counts: Counter[tuple[str, str]]) -> Table:
    """Both, phone only, e-mail only, neither, undetermined."""
    return pair_table(ID, COLUMNS, counts, [*CODES.values(), UNDETERMINED])


def _which(phone: bool | None, email: bool | None) -> str:
    return UNDETERMINED if phone is None or email is None else CODES[phone, email]
