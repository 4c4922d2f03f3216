"""The sentences about one shop: one for each channel and finding, put together from the texts of a language.

They are plain text: whoever puts them in a page escapes them.
"""

from collections.abc import Mapping

from crawler.model.placement import PlaceClass
from crawler.model.reason import Reason
from crawler.model.sighting import Channel
from reports.answers import NOT_VISITED
from reports.findable import place_data
from reports.finding import Finding, Outcome
from reports.scoring.lifts import Lift
from reports.texts.observed import observed_sentence
from reports.texts.texts import Texts
from reports.verdict import Verdict

SETTLED = frozenset(item.value for item in PlaceClass) - {PlaceClass.UNDETERMINED.value}
HOURS = "opening-hours"
FINDABLE = {"phone-findable": "phone", "email-findable": "email"}


def channel_sentence(verdict: Verdict, channel: Channel, texts: Texts) -> str:
    """One plain sentence on where a customer meets the phone number or the e-mail address, with what was noted on the way."""
    dossier = verdict.dossier
    placement = dossier.placement(channel)
    if dossier.visit is None or placement is None:
        return texts.plain(f"{channel}.undetermined", reason=texts.plain(f"reason.{dossier.row.reason or NOT_VISITED}"))
    reason = dossier.visit.reason or placement.reason or Reason.SEARCH_NOT_EXHAUSTED
    data = {**dict(place_data(dossier, placement)), "reason": reason.value}
    notes = (f"note.{note}" for note in placement.notes)
    sentences = [_placed(channel, data, texts), *(texts.plain(note) for note in notes if note in texts)]
    if not placement.settled and dossier.visit.reason is None and dossier.visit.kept_out is None:
        sentences[1:1] = [_seen(channel, data, texts)]
    if placement.observed is not None:
        sentences.append(observed_sentence(placement.observed, texts))
    return " ".join(sentences)


def finding_sentence(finding: Finding, texts: Texts) -> str:
    """One plain sentence on what a criterion found. Raises TextError for an unknown reason."""
    if finding.outcome is Outcome.ERROR:
        return _around("error", finding.reason, texts)
    data = dict(finding.data)
    if "corrected" in data:
        return texts.plain("decided.finding", reason=texts.plain(f"reason.{finding.reason}"))
    if finding.criterion in FINDABLE and (place_class := data.get("place_class", finding.reason)) in SETTLED:
        sentence = _placed(FINDABLE[finding.criterion], {**data, "place_class": place_class}, texts)
        return sentence if finding.outcome is not Outcome.UNSURE else f"{sentence} {_around('open', finding.reason, texts)}"
    key = f"finding.{finding.criterion}.{finding.reason}"
    if key not in texts:
        return _around("not-applicable" if finding.outcome is Outcome.NOT_APPLICABLE else "open", finding.reason, texts)
    if "ways" in data:
        data["value"] = ", ".join(texts.plain(f"way.{way}") for way in data["ways"].split())
    elif "value" in data:
        data["value"] = texts.clauses(*data["value"].split("; "))
    if finding.criterion == HOURS and "value" in data:
        data["value"] = texts.weekdays(data["value"])
    sentence = texts.plain(key, **data)
    return texts.plain("judged.so-far", sentence=sentence) if data.get("so-far") else sentence


def lift_sentence(lift: Lift, texts: Texts) -> str:
    """What has to change for a better band, a sentence for each change."""
    return " ".join(texts.plain(f"lift.{one.criterion}.{one.goal}") for one in lift.changes)


def _around(key: str, reason: str, texts: Texts) -> str:
    return texts.plain(f"judged.{key}", reason=texts.plain(f"reason.{reason}"))


def _placed(channel: str, data: Mapping[str, str], texts: Texts) -> str:
    place_class = data["place_class"]
    if place_class == PlaceClass.UNDETERMINED:
        return texts.plain(f"{channel}.undetermined", reason=texts.plain(f"reason.{data['reason']}"))
    key = "gated-passed" if place_class == PlaceClass.GATED and data.get("gate_passed") == "yes" else place_class
    return texts.plain(f"{channel}.{key}", **_words(place_class, data, texts))


def _seen(channel: str, data: Mapping[str, str], texts: Texts) -> str:
    return texts.plain(f"{channel}.seen.{data['seen']}", **_words(data["seen"], data, texts))


def _words(place_class: str, data: Mapping[str, str], texts: Texts) -> dict[str, str]:
    gate = texts.plain(f"gate.{data.get('gate') or 'other'}")
    page = texts.plain(f"page_kind.{data.get('page', 'other')}")
    clicks = _clicks(data.get("clicks", ""), place_class, texts)
    return {"clicks": clicks, "page": page, "gate": gate, "Gate": gate[:1].upper() + gate[1:]}


def _clicks(count: str, place_class: str, texts: Texts) -> str:
    if place_class == PlaceClass.HOME:
        return texts.plain("away.on-home") if count not in ("", "0") else ""
    if not count:
        return ""
    return texts.plain("away.none") if count == "0" else texts.plain("away.clicks", count=int(count))
