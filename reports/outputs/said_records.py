"""What persons said of a shop's findings, as records of an export."""

from typing import Any

from crawler.model.review import Reply, Review


def review_record(item: Review) -> dict[str, Any]:
    """A decision on a finding, with the hash of the evidence that it was made on."""
    return {
        "criterion": item.criterion,
        "evidence": item.evidence,
        "decision": item.decision.value,
        "corrected": item.corrected,
        "reason": item.reason,
        "by": item.by,
        "on": item.on,
    }


def reply_record(item: Reply) -> dict[str, Any]:
    """What was sent to a shop, and what it answered."""
    return {
        "criterion": item.criterion,
        "sent_on": item.sent_on,
        "sent_to": item.sent_to,
        "address_from": item.address_from,
        "deadline": item.deadline,
        "answer": item.answer.value if item.answer else None,
        "answered_on": item.answered_on,
        "words": item.words,
        "by": item.by,
        "on": item.on,
    }
