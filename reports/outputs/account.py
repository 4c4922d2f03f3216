"""The account of one shop for a terminal: why each channel got its place class, with all that it rests on.

Lines of plain text with a rank for whoever colours them. Text of the shop is neutralised: no escape of it reaches the terminal.
"""

from collections.abc import Iterator
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from crawler.model.capture import Via
from crawler.model.certificate import Certificate, Fate
from crawler.model.dossier import Dossier
from crawler.model.placement import Placement, Step
from crawler.model.plain import plain
from crawler.model.second_opinion import SecondOpinion
from crawler.model.sighting import Channel, Sighting
from reports.outputs.safe_text import marked
from reports.texts.observed import observed_words
from reports.texts.problems import page_in_words, problem
from reports.texts.reviewed import checked_words
from reports.texts.scored import scored
from reports.texts.sentences import channel_sentence, finding_sentence
from reports.texts.texts import Texts
from reports.verdict import Verdict

MOST = 40
"""Sightings and links told in full; the export has them all."""

FATES = frozenset(Fate)


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


def account(verdict: Verdict, texts: Texts) -> Iterator[Line]:
    """Tell everything of one row in the language of the texts, the conclusion first."""
    dossier = verdict.dossier
    yield from _head(verdict, texts)
    for channel in (Channel.PHONE, Channel.EMAIL):
        yield from _channel(verdict, channel, texts)
    yield from _gates(dossier, texts)
    yield Line(texts.plain("account.findings"), Rank.HEADING, 0)
    for item in verdict.findings:
        told = f"{texts.plain(f'answer.{item.outcome}')}. {plain(finding_sentence(item, texts), 600)}"
        yield Line(texts.pair(texts.plain(f"criterion.{item.criterion}"), told))
        if checked := checked_words(verdict, item.criterion, texts):
            yield Line(plain(checked, 600), Rank.FAINT, 2)


def _head(verdict: Verdict, texts: Texts) -> Iterator[Line]:
    dossier, shop, visit = verdict.dossier, verdict.dossier.shop, verdict.dossier.visit
    line = texts.plain("account.line", line=dossier.row.line)
    yield Line(f"{plain(shop.name or shop.id)}  {plain(shop.url)}" if shop else line, Rank.TITLE, 0)
    yield Line(line, Rank.FAINT)
    if dossier.row.message:
        yield Line(plain(dossier.row.message))
    if visit:
        at, pages, requests = _moment(visit.started_at, texts), len(visit.pages), len(visit.fetches)
        yield Line(texts.plain("account.visit", number=visit.number, at=at, pages=pages, requests=requests), Rank.FAINT)
        yield from _second_opinion(visit.second_opinion, texts)
        for item in visit.observations:
            yield Line(texts.pair(texts.plain("shop.observed"), observed_words(item, texts)))
        if visit.detail:
            yield Line(plain(visit.detail), Rank.FAINT)
    yield from map(Line, scored(verdict, texts))


def _second_opinion(item: SecondOpinion | None, texts: Texts) -> Iterator[Line]:
    if item and (item.pages or item.spared):
        yield Line(texts.plain("account.read-again", pages=item.pages, spared=item.spared, added=item.added), Rank.FAINT)
        for channel in item.turned:
            yield Line(texts.plain("account.turned", channel=texts.plain(f"channel.{channel}")))


def _channel(verdict: Verdict, channel: Channel, texts: Texts) -> Iterator[Line]:
    dossier, placement = verdict.dossier, verdict.dossier.placement(channel)
    yield Line("", indent=0)
    yield Line(texts.plain(f"account.{channel}"), Rank.HEADING, 0)
    yield Line(channel_sentence(verdict, channel, texts), Rank.STRONG)
    if placement is None or dossier.visit is None:
        return
    yield Line(_code("account.class", "place_class", placement.place_class, texts))
    if not placement.settled:
        yield Line(_code("account.seen", "place_class", placement.seen, texts))
    if placement.reason:
        yield Line(_code("account.reason", "reason", placement.reason, texts))
    if placement.observed:
        yield Line(texts.pair(texts.plain("shop.observed"), observed_words(placement.observed, texts)))
    yield from _deciding(dossier, placement, texts)
    yield from _path(placement, texts)
    if placement.certificate:
        yield from _certificate(placement.certificate, texts)
    yield from _others(dossier, placement, texts)


def _code(name: str, section: str, code: str, texts: Texts) -> str:
    return texts.pair(texts.plain(name), f"{code} ({texts.plain(f'{section}.{code}')})")


def _deciding(dossier: Dossier, placement: Placement, texts: Texts) -> Iterator[Line]:
    if not placement.sightings or dossier.visit is None:
        yield Line(texts.plain("account.evidence-none"))
        return
    item = dossier.visit.sightings[placement.sightings[0]]
    page = dossier.page(item.page_id)
    kinds = ", ".join(texts.plain(f"kind.{kind}") for kind in sorted(page.kinds))
    yield Line(texts.plain("account.evidence"), Rank.STRONG)
    yield Line(_value(item, texts), indent=2)
    yield Line(texts.pair(f"{texts.plain('account.page')} {page.id} ({kinds})", plain(page.final_url, 2000)), indent=2)
    before, found, after = marked(item.snippet, item.as_shown)
    yield Line(f"{plain(before)} {texts.quoted(plain(found))} {plain(after)}" if found else plain(before), indent=2)
    found_by = f"{plain(item.technique)} {plain(item.decoder)}".rstrip()
    yield Line(texts.pair(texts.plain("account.found-by"), found_by), Rank.FAINT, 2)
    if page.body_sha256:
        yield Line(
            texts.plain("account.read-at", at=_moment(page.fetched_at, texts), digest=plain(page.body_sha256)), Rank.FAINT, 2
        )
    if page.via is Via.HAND:
        yield Line(texts.plain("shop.by_hand"), Rank.FAINT, 2)
    if page.via is Via.ARCHIVE:
        yield Line(texts.plain("shop.archive_told"), Rank.FAINT, 2)


def _value(item: Sighting, texts: Texts) -> str:
    owner = f"{texts.plain(f'owner.{item.owner}')}{_because(item.owner_reason)}"
    use = f"{texts.plain(f'use.{item.use}')}{_because(item.use_reason)}"
    gate = texts.plain(f"gate.{item.gate}") if item.gate else ""
    shown = f" {texts.quoted(plain(item.as_shown, 80))}" if item.as_shown != item.value else ""
    return texts.pair(f"{plain(item.value, 120)}{shown}", texts.clauses(texts.plain(f"place.{item.place}"), owner, use, gate))


def _because(reason: str) -> str:
    return f" ({plain(reason, 80)})" if reason else ""


def _path(placement: Placement, texts: Texts) -> Iterator[Line]:
    if placement.clicks is not None:
        yield Line(texts.pair(texts.plain("account.clicks"), str(placement.clicks)), Rank.STRONG)
    for key, steps in (("path", placement.path), ("likely-path", placement.likely_path)):
        if steps and (key == "path" or steps != placement.path):
            yield Line(texts.plain(f"account.{key}"), Rank.STRONG)
            yield from (Line(_step(number, step, texts), indent=2) for number, step in enumerate(steps, 1))


def _step(number: int, step: Step, texts: Texts) -> str:
    follow = f"  {texts.plain('account.follow')} {texts.quoted(plain(step.link_text, 80))}" if step.link_text else ""
    return f"{number}. {plain(step.url, 2000)}{follow}"


def _certificate(certificate: Certificate, texts: Texts) -> Iterator[Line]:
    yield Line(texts.plain("account.search"), Rank.STRONG)
    if certificate.complete:
        yield Line(texts.plain("account.complete"), indent=2)
    else:
        yield Line(texts.plain("account.missing"), indent=2)
        yield from (Line(f"- {texts.plain(f'missing.{part}')}", indent=3) for part in certificate.missing)
    for kind, answer in certificate.kinds:
        yield Line(texts.pair(texts.plain(f"kind.{kind}"), _came_of_it(answer, texts)), Rank.FAINT, 3)
    for link in islice(certificate.links, MOST):
        fate = f"{texts.plain(f'fate.{link.fate}')}{_because(page_in_words(link.detail, texts))}"
        yield Line(texts.pair(f"{texts.quoted(plain(link.text, 60))} {plain(link.url, 200)}", fate), indent=3)
    yield from _rest(len(certificate.links), texts)
    for key, noted in (
        ("problem", certificate.problems),
        ("unread", certificate.documents_unread),
        ("failed", certificate.failed_own_resources),
    ):
        name = texts.plain(f"account.{key}")
        yield from (Line(texts.pair(name, plain(problem(text, texts), 200)), indent=3) for text in islice(noted, MOST))


def _came_of_it(answer: str, texts: Texts) -> str:
    """In words: the pages read, how the links ended, or that no link leads to such a page."""
    read, _, pages = answer.partition(f"{Fate.READ}: page ")
    if not read and pages:
        return texts.pair(texts.plain("fate.read"), f"{texts.plain('account.page')} {plain(pages, 120)}")
    ended = [texts.plain(f"fate.{fate}") for fate in answer.split(", ") if fate in FATES]
    return ", ".join(ended) or texts.plain("looked.none")


def _others(dossier: Dossier, placement: Placement, texts: Texts) -> Iterator[Line]:
    deciding = dossier.visit.sightings[placement.sightings[0]] if dossier.visit and placement.sightings else None
    others = [item for item in dossier.sightings(placement.channel) if item is not deciding]
    if others:
        yield Line(texts.plain("account.others"), Rank.STRONG)
    for item in islice(others, MOST):
        yield Line(texts.clauses(_value(item, texts), f"{texts.plain('account.page')} {item.page_id}"), indent=2)
    yield from _rest(len(others), texts)


def _gates(dossier: Dossier, texts: Texts) -> Iterator[Line]:
    gates = dossier.visit.gates if dossier.visit else ()
    yield Line("", indent=0)
    if gates:
        yield Line(texts.plain("account.gates"), Rank.HEADING, 0)
    for item in islice(gates, MOST):
        vendor = f" ({plain(item.vendor, 60)})" if item.vendor else ""
        gate = f"{texts.plain(f'gate.{item.kind}')}{vendor}"
        yield Line(texts.clauses(gate, f"{texts.plain('account.page')} {item.page_id}"))


def _rest(count: int, texts: Texts) -> Iterator[Line]:
    if count > MOST:
        yield Line(texts.plain("account.more", count=count - MOST), Rank.FAINT, 2)


def _moment(text: str, texts: Texts) -> str:
    return texts.moment(text) or plain(text)
