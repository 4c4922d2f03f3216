"""What is said of a shop's score: the band, how steady it is, and what would lift it."""

from collections.abc import Iterator

from reports.scoring.lifts import Lift
from reports.scoring.points import points
from reports.texts.sentences import lift_sentence
from reports.texts.texts import Texts
from reports.verdict import Verdict


def holds_sentence(verdict: Verdict, texts: Texts) -> str:
    """In how many draws of weights the band is the same, "" without a band."""
    draws = points().stability.draws
    return "" if verdict.holds is None else texts.plain("score.holds", held=round(verdict.holds * draws), draws=draws)


def lifted_to(lift: Lift, texts: Texts) -> str:
    """Where a way to a better band leads."""
    return texts.plain("score.lift_to", band=lift.band, score=lift.score)


def scored(verdict: Verdict, texts: Texts) -> Iterator[str]:
    """The score in lines of plain text, what would lift it last."""
    if verdict.score is None:
        yield texts.plain("account.no-score")
        return
    yield f"{texts.plain('account.score', score=verdict.score, band=verdict.band)}. {holds_sentence(verdict, texts)}"
    if verdict.lifts:
        yield f"{texts.plain('score.lift_title')}. {texts.plain('score.lift_intro')}"
    yield from (f"- {lifted_to(lift, texts)} {lift_sentence(lift, texts)}" for lift in verdict.lifts)
