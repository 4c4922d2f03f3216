"""What persons said of findings as rows, and back. Lines are only added: the file itself refuses to change one."""

from collections.abc import Sequence

from crawler.model.placement import PlaceClass
from crawler.model.review import Answer, Check, Decision, Reply, Review
from crawler.model.sighting import Channel
from crawler.store.records import Cells, maybe

Line = Review | Reply | Check

REVIEW = ("criterion", "evidence", "decision", "corrected", "reason", "said_by", "said_on", "source", "source_sha256")
REPLY = (
    "criterion", "sent_on", "sent_to", "address_from", "deadline", "answer", "answered_on", "words", "said_by", "said_on", "source",
    "source_sha256",
)  # fmt: skip
CHECK = (
    "channel", "found", "true_class", "stratum", "in_stratum", "drawn", "value", "page", "note", "said_by", "said_on", "source",
    "source_sha256",
)  # fmt: skip
COLUMNS: dict[str, Sequence[str]] = {"reviews": REVIEW, "replies": REPLY, "checks": CHECK}
"""The tables, and the columns of each after the shop and the number of the line."""

OF_SHOP = "shop_id TEXT NOT NULL REFERENCES shops(id), number INTEGER NOT NULL,"
BY_SOMEBODY = "said_by TEXT NOT NULL, said_on TEXT NOT NULL, source TEXT NOT NULL, source_sha256 TEXT NOT NULL,"
RULES = """PRIMARY KEY (shop_id, number),
    CONSTRAINT somebody_says_it CHECK (trim(said_by) <> ''),
    CONSTRAINT on_a_day CHECK (said_on IS date(said_on)),
    CONSTRAINT from_a_file CHECK (length(source_sha256) = 64)
) STRICT, WITHOUT ROWID"""
TABLES = (
    f"""CREATE TABLE reviews (
    {OF_SHOP} criterion TEXT NOT NULL, evidence TEXT NOT NULL,
    decision TEXT NOT NULL, corrected TEXT NOT NULL, reason TEXT NOT NULL, {BY_SOMEBODY}
    CONSTRAINT of_some_evidence CHECK (length(evidence) = 64),
    CONSTRAINT corrected_to_something CHECK ((decision = 'correct') = (corrected <> '')), {RULES}""",
    f"""CREATE TABLE replies (
    {OF_SHOP} criterion TEXT NOT NULL, sent_on TEXT NOT NULL,
    sent_to TEXT NOT NULL, address_from TEXT NOT NULL, deadline TEXT NOT NULL, answer TEXT, answered_on TEXT NOT NULL,
    words TEXT NOT NULL, {BY_SOMEBODY}
    CONSTRAINT sent_somewhere CHECK (sent_on IS date(sent_on) AND trim(sent_to) <> '' AND trim(address_from) <> ''),
    CONSTRAINT by_a_day CHECK (deadline IS date(deadline) AND deadline >= sent_on), {RULES}""",
    f"""CREATE TABLE checks (
    {OF_SHOP} channel TEXT NOT NULL, found TEXT NOT NULL,
    true_class TEXT NOT NULL, stratum TEXT NOT NULL, in_stratum INTEGER NOT NULL, drawn INTEGER NOT NULL, value TEXT NOT NULL,
    page TEXT NOT NULL, note TEXT NOT NULL, {BY_SOMEBODY}
    CONSTRAINT drawn_from_a_stratum CHECK (drawn BETWEEN 1 AND in_stratum), {RULES}""",
)
REFUSAL = """CREATE TRIGGER {table}_are_a_log BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, 'a line of a log is never changed'); END"""


def table_of(item: Line) -> str:
    """The table in which a line stands."""
    return {Review: "reviews", Reply: "replies", Check: "checks"}[type(item)]


def row_of(item: Line) -> Cells:
    """Give a line as a row, without shop and number."""
    end = (item.by, item.on, item.source, item.sha256)
    if isinstance(item, Review):
        return (item.criterion, item.evidence, item.decision.value, item.corrected, item.reason, *end)
    if isinstance(item, Reply):
        answer = item.answer.value if item.answer else None
        return (
            item.criterion, item.sent_on, item.sent_to, item.address_from, item.deadline, answer, item.answered_on, item.words,
            *end,
        )  # fmt: skip
    return (
        item.channel.value, item.found.value, item.true.value, item.stratum, item.in_stratum, item.drawn, item.value, item.page,
        item.note, *end,
    )  # fmt: skip


def review_of(cells: Cells) -> Review:
    """Give the decision of a row."""
    return Review(
        criterion=cells[0], evidence=cells[1], decision=Decision(cells[2]), corrected=cells[3], reason=cells[4], by=cells[5],
        on=cells[6], source=cells[7], sha256=cells[8],
    )  # fmt: skip


def reply_of(cells: Cells) -> Reply:
    """Give the answer of a row."""
    return Reply(
        criterion=cells[0], sent_on=cells[1], sent_to=cells[2], address_from=cells[3], deadline=cells[4],
        answer=maybe(Answer, cells[5]), answered_on=cells[6], words=cells[7], by=cells[8], on=cells[9], source=cells[10],
        sha256=cells[11],
    )  # fmt: skip


def check_of(cells: Cells) -> Check:
    """Give the check of a row."""
    return Check(
        channel=Channel(cells[0]), found=PlaceClass(cells[1]), true=PlaceClass(cells[2]), stratum=cells[3], in_stratum=cells[4],
        drawn=cells[5], value=cells[6], page=cells[7], note=cells[8], by=cells[9], on=cells[10], source=cells[11],
        sha256=cells[12],
    )  # fmt: skip
