"""What persons made of a finding, and what its shop answered, in words."""

from collections.abc import Iterable

from crawler.model.plain import plain
from crawler.model.review import Reply, Review
from reports.people.gate import Passed
from reports.people.reviewing import State, decisions, state
from reports.texts.texts import Texts
from reports.verdict import Verdict


def person_words(made: Iterable[Review], state: State | None, texts: Texts) -> str:
    """Who decided what, and when; "" where nobody did."""
    who = texts.clauses(*(f"{item.by}, {plain(texts.day(item.on), 40)}" for item in made))
    return texts.plain(f"decided.{state}", who=who) if state in {State.CONFIRMED, State.CORRECTED, State.PENDING} and who else ""


def checked_words(verdict: Verdict, criterion: str, texts: Texts) -> str:
    """Whether a person checked a negative, who and when; "" of what is no negative and nobody decided on."""
    made = decisions(verdict, criterion)
    where = state(verdict, criterion)
    if told := person_words(made, where, texts):
        return told
    if where is State.CONFIRMED:
        return texts.plain("shop.observed")
    return texts.plain("page.suspected") if where is State.SUSPECTED else ""


def edition_words(made: Passed, texts: Texts) -> str:
    """What an edition says of its gate, where a draft says that it is one."""
    day = plain(texts.day(made.day), 40)
    if made.anonymous:
        return texts.plain("edition.anonymous", day=day, negatives=made.negatives, checked=made.checked)
    return texts.plain("edition.named", day=day, negatives=made.negatives, shops=made.shops, answered=made.answered)


def reply_sentences(item: Reply, texts: Texts) -> str:
    """How a shop was heard: when and where it was written to, and what came."""
    deadline = plain(texts.day(item.deadline), 40)
    sent = texts.plain(
        "reply.sent",
        sent=plain(texts.day(item.sent_on), 40),
        address=plain(item.sent_to, 300),
        source=plain(item.address_from, 300),
        deadline=deadline,
    )
    came = texts.plain(f"reply.{item.answer or 'waiting'}", day=plain(texts.day(item.answered_on or item.on), 40))
    return " ".join([sent, came, *([texts.plain("reply.words", words=plain(item.words, 1000))] if item.words else [])])
