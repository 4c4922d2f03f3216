"""The account of one shop for a terminal: why each channel got its place class, with all that it rests on.

Lines of plain text with a rank for whoever colours them. Text of the shop is neutralised: no escape of it reaches the terminal.
"""

from collections.abc import Iterator
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from crawler.model.certificate import Certificate
from crawler.model.dossier import Dossier
from crawler.model.placement import Placement, Step
from crawler.model.sighting import Channel, Sighting
from reports.outputs.safe_text import marked, plain
from reports.texts.labels import label
from reports.texts.sentences import account_text, channel_sentence, finding_sentence, gate_text, reason_text
from reports.verdict import Verdict

MOST = 40
"""Sightings and links told in full; the export has them all."""


class Rank(StrEnum):
    """How a line stands out."""

    TITLE = "title"
    HEADING = "heading"
    STRONG = "strong"
    TEXT = "text"
    FAINT = "faint"


class Line(NamedTuple):
    """A line of the account; `indent` in steps of two blanks."""

    text: str
    rank: Rank = Rank.TEXT
    indent: int = 1


def account(verdict: Verdict) -> Iterator[Line]:
    """Tell everything of one row, the conclusion first."""
    dossier = verdict.dossier
    yield from _head(verdict)
    for channel in (Channel.PHONE, Channel.EMAIL):
        yield from _channel(verdict, channel)
    yield from _gates(dossier)
    yield Line(account_text("findings"), Rank.HEADING, 0)
    for item in verdict.findings:
        answer = _words(f"answer.{item.outcome}")
        yield Line(f"{_words(f'criterion.{item.criterion}')}: {answer}. {plain(finding_sentence(item), 600)}")


def _head(verdict: Verdict) -> Iterator[Line]:
    dossier, shop, visit = verdict.dossier, verdict.dossier.shop, verdict.dossier.visit
    yield Line(
        f"{plain(shop.name or shop.id)}  {plain(shop.url)}" if shop else account_text("line", line=dossier.row.line), Rank.TITLE, 0
    )
    yield Line(account_text("line", line=dossier.row.line), Rank.FAINT)
    if dossier.row.message:
        yield Line(plain(dossier.row.message))
    if visit:
        at, pages, requests = plain(visit.started_at), len(visit.pages), len(visit.fetches)
        yield Line(account_text("visit", number=visit.number, at=at, pages=pages, requests=requests), Rank.FAINT)
        if visit.detail:
            yield Line(plain(visit.detail), Rank.FAINT)
    if verdict.score is None:
        yield Line(account_text("no-score"))
    else:
        yield Line(account_text("score", score=f"{verdict.score:g}", band=verdict.band))


def _channel(verdict: Verdict, channel: Channel) -> Iterator[Line]:
    dossier, placement = verdict.dossier, verdict.dossier.placement(channel)
    yield Line("", indent=0)
    yield Line(account_text(channel), Rank.HEADING, 0)
    yield Line(channel_sentence(verdict, channel), Rank.STRONG)
    if placement is None or dossier.visit is None:
        return
    yield Line(f"{account_text('class')}: {placement.place_class} ({_words(f'place_class.{placement.place_class}')})")
    if not placement.settled:
        yield Line(f"{account_text('seen')}: {placement.seen} ({_words(f'place_class.{placement.seen}')})")
    if placement.reason:
        yield Line(f"{account_text('reason')}: {placement.reason} ({reason_text(placement.reason)})")
    yield from _deciding(dossier, placement)
    yield from _path(placement)
    if placement.certificate:
        yield from _certificate(placement.certificate)
    yield from _others(dossier, placement)


def _deciding(dossier: Dossier, placement: Placement) -> Iterator[Line]:
    if not placement.sightings or dossier.visit is None:
        yield Line(account_text("evidence-none"))
        return
    item = dossier.visit.sightings[placement.sightings[0]]
    page = dossier.page(item.page_id)
    kinds = ", ".join(_words(f"kind.{kind}") for kind in sorted(page.kinds))
    yield Line(account_text("evidence"), Rank.STRONG)
    yield Line(_value(item), indent=2)
    yield Line(f"{account_text('page')} {page.id} ({kinds}): {plain(page.final_url, 2000)}", indent=2)
    before, found, after = marked(item.snippet, item.as_shown)
    yield Line(f"{plain(before)} »{plain(found)}« {plain(after)}" if found else plain(before), indent=2)
    yield Line(f"{account_text('found-by')}: {plain(item.technique)} {plain(item.decoder)}".rstrip(), Rank.FAINT, 2)
    yield Line(account_text("read-at", at=plain(page.fetched_at), digest=plain(page.body_sha256)), Rank.FAINT, 2)


def _value(item: Sighting) -> str:
    owner = f"{_words(f'owner.{item.owner}')}{_because(item.owner_reason)}"
    use = f"{_words(f'use.{item.use}')}{_because(item.use_reason)}"
    gate = f"; {gate_text(item.gate)}" if item.gate else ""
    shown = f" »{plain(item.as_shown, 80)}«" if item.as_shown != item.value else ""
    return f"{plain(item.value, 120)}{shown}: {_words(f'place.{item.place}')}; {owner}; {use}{gate}"


def _because(reason: str) -> str:
    return f" ({plain(reason, 80)})" if reason else ""


def _path(placement: Placement) -> Iterator[Line]:
    if placement.clicks is not None:
        yield Line(f"{account_text('clicks')}: {placement.clicks}", Rank.STRONG)
    for key, steps in (("path", placement.path), ("likely-path", placement.likely_path)):
        if steps and (key == "path" or steps != placement.path):
            yield Line(account_text(key), Rank.STRONG)
            yield from (Line(_step(number, step), indent=2) for number, step in enumerate(steps, 1))


def _step(number: int, step: Step) -> str:
    follow = f"  {account_text('follow')} »{plain(step.link_text, 80)}«" if step.link_text else ""
    return f"{number}. {plain(step.url, 2000)}{follow}"


def _certificate(certificate: Certificate) -> Iterator[Line]:
    yield Line(account_text("search"), Rank.STRONG)
    if certificate.complete:
        yield Line(account_text("complete"), indent=2)
    else:
        yield Line(account_text("missing"), indent=2)
        yield from (Line(f"- {_words(f'missing.{part}')}", indent=3) for part in certificate.missing)
    for kind, answer in certificate.kinds:
        yield Line(f"{_words(f'kind.{kind}')}: {plain(answer, 120)}", Rank.FAINT, 3)
    for link in islice(certificate.links, MOST):
        fate = f"{_words(f'fate.{link.fate}')}{_because(link.detail)}"
        yield Line(f"»{plain(link.text, 60)}« {plain(link.url, 200)}: {fate}", indent=3)
    yield from _rest(len(certificate.links))
    for key, texts in (
        ("problem", certificate.problems),
        ("unread", certificate.documents_unread),
        ("failed", certificate.failed_own_resources),
    ):
        yield from (Line(f"{account_text(key)}: {plain(text, 200)}", indent=3) for text in islice(texts, MOST))


def _others(dossier: Dossier, placement: Placement) -> Iterator[Line]:
    deciding = dossier.visit.sightings[placement.sightings[0]] if dossier.visit and placement.sightings else None
    others = [item for item in dossier.sightings(placement.channel) if item is not deciding]
    if others:
        yield Line(account_text("others"), Rank.STRONG)
    for item in islice(others, MOST):
        yield Line(f"{_value(item)}; {account_text('page')} {item.page_id}", indent=2)
    yield from _rest(len(others))


def _gates(dossier: Dossier) -> Iterator[Line]:
    gates = dossier.visit.gates if dossier.visit else ()
    yield Line("", indent=0)
    if gates:
        yield Line(account_text("gates"), Rank.HEADING, 0)
    for item in islice(gates, MOST):
        vendor = f" ({plain(item.vendor, 60)})" if item.vendor else ""
        yield Line(f"{gate_text(item.kind)}{vendor}; {account_text('page')} {item.page_id}")


def _rest(count: int) -> Iterator[Line]:
    if count > MOST:
        yield Line(account_text("more", count=count - MOST), Rank.FAINT, 2)


def _words(code: str) -> str:
    """The name of a code, without the escapes that HTML needs."""
    return label(code).unescape()
