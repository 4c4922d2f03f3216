"""The results of a run as JSON Lines: one object a row of the list, in its order; `export.schema.json` says what each key means.

Keys keep one order and all times stand in `visit`, so that two exports of the same sites are equal but for that object. What
acts on a terminal, or ends a line for some readers (U+2028), is escaped; nothing is lost.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from crawler.model.certificate import Certificate
from crawler.model.dossier import Dossier
from crawler.model.placement import Observation, PlaceClass, Placement
from crawler.model.plain import escaped
from crawler.model.second_opinion import SecondOpinion
from crawler.model.sighting import Channel, Sighting
from crawler.model.visit import Visit
from reports.answers import unmeasured
from reports.effort import effort
from reports.finding import Finding, NormAnswer
from reports.outputs.said_records import reply_record, review_record
from reports.scoring.lifts import Lift
from reports.standing import CRITERIA
from reports.texts.reviewed import checked_words
from reports.texts.sentences import channel_sentence, finding_sentence, lift_sentence
from reports.texts.texts import texts
from reports.verdict import Verdict

MEASURED = "measured"


def lines(verdicts: Iterable[Verdict]) -> Iterator[str]:
    """Each verdict as one line of JSON, line end included."""
    encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
    return (f"{escaped(encode(record(verdict)))}\n" for verdict in verdicts)


def record(verdict: Verdict) -> dict[str, Any]:
    """One row of the list with everything that was found of it."""
    dossier = verdict.dossier
    return {
        "row": _row(dossier),
        "shop": _shop(dossier),
        "visit": _visit(dossier.visit) if dossier.visit else None,
        "phone": _channel(verdict, Channel.PHONE),
        "email": _channel(verdict, Channel.EMAIL),
        "findings": [_finding(verdict, item) for item in verdict.findings],
        "score": verdict.score,
        "band": verdict.band,
        "band_holds": verdict.holds,
        "lifts": [_lift(item) for item in verdict.lifts],
        "norm": verdict.norm,
        "needs_person": verdict.needs_person,
        "reviews": [review_record(item) for item in verdict.reviews],
        "replies": [reply_record(item) for item in verdict.replies],
    }


def _row(dossier: Dossier) -> dict[str, Any]:
    row = dossier.row
    return {
        "line": row.line,
        "outcome": unmeasured(dossier) or MEASURED,
        "message": row.message,
        "cells": [list(cell) for cell in row.cells],
    }


def _shop(dossier: Dossier) -> dict[str, Any]:
    shop = dossier.shop
    if shop is None:
        return {"id": None, "name": "", "url": None, "country": None, "language": None, "tags": {}}
    return {
        "id": shop.id,
        "name": shop.name,
        "url": shop.url,
        "country": shop.country,
        "language": shop.language,
        "tags": dict(shop.tags),
    }


def _visit(visit: Visit) -> dict[str, Any]:
    return {
        "number": visit.number,
        "started_at": visit.started_at,
        "finished_at": visit.finished_at,
        "detail": visit.detail,
        "pages": len(visit.pages),
        "requests": len(visit.fetches),
        "rendered": visit.rendered,
        "second_opinion": _second_opinion(visit.second_opinion) if visit.second_opinion else None,
        "warc": visit.warc,
        "kept_out": visit.kept_out.value if visit.kept_out else None,
        "observations": [_observation(item) for item in visit.observations],
        "versions": dict(visit.versions),
    }


def _observation(item: Observation) -> dict[str, Any]:
    return {
        "way": item.way.value,
        "by": item.by,
        "on": item.on,
        "channel": item.channel.value if item.channel else None,
        "place_class": item.place_class.value if item.channel else None,
        "value": item.value,
        "page": item.page,
        "note": item.note,
        "pages": item.pages,
        "source": item.source,
        "sha256": item.sha256,
    }


def _second_opinion(item: SecondOpinion) -> dict[str, Any]:
    return {"pages": item.pages, "spared": item.spared, "added": item.added, "turned": list(item.turned)}


def _channel(verdict: Verdict, channel: Channel) -> dict[str, Any]:
    dossier = verdict.dossier
    reason = unmeasured(dossier)
    placement = dossier.placement(channel) if reason is None else None
    if placement is None:
        undetermined = PlaceClass.UNDETERMINED
        placement = Placement(channel=channel, place_class=undetermined, seen=PlaceClass.ABSENT, settled=False)
    return {
        "place_class": placement.place_class.value,
        "seen": placement.seen.value,
        "settled": placement.settled,
        "reason": reason or (placement.reason.value if placement.reason else None),
        "clicks": placement.clicks,
        "effort": _effort(dossier.visit, placement) if dossier.visit else None,
        "path": [{"url": step.url, "link_text": step.link_text} for step in placement.path],
        "likely_path": [{"url": step.url, "link_text": step.link_text} for step in placement.likely_path],
        "gate": placement.gate.value if placement.gate else None,
        "gate_passed": placement.gate_passed,
        "notes": list(placement.notes),
        "observed": placement.observed.way.value if placement.observed else None,
        "checked": checked_words(verdict, CRITERIA[channel], texts()) or None,
        "sentence": channel_sentence(verdict, channel, texts()),
        "values": list(_values(dossier, placement)),
        "certificate": _certificate(placement.certificate),
    }


def _values(dossier: Dossier, placement: Placement) -> Iterator[dict[str, Any]]:
    """The trader's own values for customers: each once, where it decided or was first met, and on how many pages."""
    sightings = dossier.visit.sightings if dossier.visit else ()
    deciding = [sightings[number] for number in placement.sightings]
    pages: dict[str, set[int]] = {}
    first: dict[str, Sighting] = {}
    for item in (*deciding, *sightings):
        if item.channel is placement.channel and item.for_customers:
            first.setdefault(item.value, item)
            pages.setdefault(item.value, set()).add(item.page_id)
    for value, item in first.items():
        yield {
            "value": value,
            "as_shown": item.as_shown,
            "use": item.use.value,
            "place": item.place.value,
            "gate": item.gate.value if item.gate else None,
            "closed": item.closed,
            "written_out": item.written_out,
            "page": dossier.page(item.page_id).final_url,
            "pages": len(pages[value]),
        }


def _certificate(certificate: Certificate | None) -> dict[str, Any] | None:
    if certificate is None:
        return None
    return {
        "complete": certificate.complete,
        "missing": list(certificate.missing),
        "kinds": [{"kind": kind.value, "answer": answer} for kind, answer in certificate.kinds],
        "links": [
            {"url": link.url, "text": link.text, "kinds": sorted(link.kinds), "fate": link.fate.value, "detail": link.detail}
            for link in certificate.links
        ],
        "pages_read": certificate.pages_read,
        "documents_read": certificate.documents_read,
        "problems": list(certificate.problems),
    }


def _effort(visit: Visit, placement: Placement) -> dict[str, Any] | None:
    found = effort(visit, placement)
    return {"least": found.least, "most": found.most, "in_text": found.in_text} if found else None


def _lift(item: Lift) -> dict[str, Any]:
    changes = [{"criterion": one.criterion, "from": one.reason, "to": one.goal} for one in item.changes]
    return {"band": item.band, "score": item.score, "changes": changes, "sentence": lift_sentence(item, texts())}


def _finding(verdict: Verdict, item: Finding) -> dict[str, Any]:
    return {
        "criterion": item.criterion,
        "outcome": item.outcome.value,
        "checked": checked_words(verdict, item.criterion, texts()) or None,
        "reason": item.reason,
        "sentence": finding_sentence(item, texts()),
        "data": dict(item.data),
        "norm": _norm(item.norm) if item.norm else None,
    }


def _norm(answer: NormAnswer) -> dict[str, Any]:
    return {
        "item": answer.item,
        "status": answer.status,
        "article": answer.article,
        "since": answer.since,
        "proof": answer.proof,
        "met": answer.met,
    }
