"""The sentences about one shop: one for each channel, finding and reason.

The wording stands in `sentences_en.toml`; nothing a reader sees is written in code. Texts are plain: whoever puts them in a page
escapes them.

>>> reason_text("needs-browser")
'needs a browser'
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from crawler.model.placement import PlaceClass
from crawler.model.reason import Reason
from crawler.model.sighting import Channel
from reports.findable import place_data
from reports.finding import Finding, Outcome
from reports.verdict import Verdict

SETTLED = frozenset(item.value for item in PlaceClass) - {PlaceClass.UNDETERMINED.value}
FINDABLE = {"phone-findable": "phone", "email-findable": "email"}


class SentenceError(KeyError):
    """A text that the catalogue does not hold, or a value that a text asks for and was not given."""


@cache
def catalogue(language: str = "en") -> Mapping[str, Any]:
    """All sentences of a language. Raises FileNotFoundError for a language without a catalogue."""
    return tomllib.loads((resources.files("reports.texts") / f"sentences_{language}.toml").read_text(encoding="utf-8"))


def reason_text(reason: str) -> str:
    """The words of a reason code, which end a sentence. Raises SentenceError for an unknown code."""
    return _text("reason", reason)


def account_text(key: str, **values: object) -> str:
    """A text that frames the account of a shop. Raises SentenceError for an unknown key."""
    return _text("account", key, **{name: str(value) for name, value in values.items()})


def gate_text(gate: str) -> str:
    """What has to be done before a value shows, in words. Raises SentenceError for an unknown gate."""
    return _text("gate", gate)


def channel_sentence(verdict: Verdict, channel: Channel) -> str:
    """One plain sentence on where a customer meets the phone number or the e-mail address, with what was noted on the way."""
    dossier = verdict.dossier
    placement = dossier.placement(channel)
    if dossier.visit is None or placement is None:
        return _text(channel, "undetermined", reason=reason_text(dossier.row.reason or "not-visited"))
    reason = dossier.visit.reason or placement.reason or Reason.SEARCH_NOT_EXHAUSTED
    data = {**dict(place_data(dossier, placement)), "reason": reason.value}
    sentences = [_placed(channel, data), *(_text("note", note) for note in placement.notes if note in catalogue()["note"])]
    if not placement.settled and dossier.visit.reason is None:
        sentences[1:1] = [_seen(channel, data)]
    return " ".join(sentences)


def finding_sentence(finding: Finding) -> str:
    """One plain sentence on what a criterion found. Raises SentenceError for an unknown reason."""
    if finding.outcome is Outcome.ERROR:
        return _text("answer", "error", reason=reason_text(finding.reason))
    data = dict(finding.data)
    if finding.criterion in FINDABLE and (place_class := data.get("place_class", finding.reason)) in SETTLED:
        sentence = _placed(FINDABLE[finding.criterion], {**data, "place_class": place_class})
        return sentence if finding.outcome is not Outcome.UNSURE else f"{sentence} {_open(finding.reason)}"
    if finding.reason not in catalogue()["finding"].get(finding.criterion, {}):
        applies = finding.outcome is not Outcome.NOT_APPLICABLE
        return _open(finding.reason) if applies else _text("answer", "not-applicable", reason=reason_text(finding.reason))
    if "ways" in data:
        data["value"] = ", ".join(_text("way", way) for way in data["ways"].split())
    sentence = _text("finding", finding.criterion, finding.reason, **data)
    return _text("answer", "so-far", sentence=sentence) if data.get("so-far") else sentence


def _open(reason: str) -> str:
    return _text("answer", "open", reason=reason_text(reason))


def _placed(channel: str, data: Mapping[str, str]) -> str:
    place_class = data["place_class"]
    if place_class == PlaceClass.UNDETERMINED:
        return _text(channel, "undetermined", reason=reason_text(data["reason"]))
    key = "gated-passed" if place_class == PlaceClass.GATED and data.get("gate_passed") == "yes" else place_class
    return _text(channel, key, **_words(place_class, data))


def _seen(channel: str, data: Mapping[str, str]) -> str:
    return _text(channel, "seen", data["seen"], **_words(data["seen"], data))


def _words(place_class: str, data: Mapping[str, str]) -> dict[str, str]:
    gate = _text("gate", data.get("gate") or "other")
    page = _text("page", data.get("page", "other"))
    return {"clicks": _clicks(data.get("clicks", ""), place_class), "page": page, "gate": gate, "Gate": gate[:1].upper() + gate[1:]}


def _clicks(count: str, place_class: str) -> str:
    if place_class == PlaceClass.HOME:
        return _text("clicks", "on-home") if count not in ("", "0") else ""
    key = {"": "", "0": "none", "1": "one"}.get(count, "many")
    return _text("clicks", key, count=count) if key else ""


def _text(*keys: str, **values: str) -> str:
    found: Any = catalogue()
    try:
        for key in keys:
            found = found[str(key)]
        return str(found.format(**values)) if values else str(found)
    except KeyError as error:
        raise SentenceError(f"sentences: {'.'.join(keys)}: {error}") from error
