"""The sentences at the head of the report and of its summary."""

from collections.abc import Mapping

from markupsafe import Markup

from reports.table import Table
from reports.texts.texts import Texts


def in_short(tables: Mapping[str, Table], words: Texts) -> tuple[Markup, ...]:
    """The sentences at the head of the report; every number in them is a cell of a table."""
    p1, p3, mean = tables["p1"], tables["p3"], tables["p4-shares"]
    rows = (("index.short_rows", "in-list"), ("index.short_visited", "visited"), ("index.short_measured", "measured"))
    others = {"phone_only": "phone-only", "email_only": "email-only", "neither": "neither", "undetermined": "undetermined"}
    anywhere = {name: p3.value(code, "anywhere") for name, code in others.items()}
    clicked = {channel: mean.value(channel, "mean") for channel in ("phone", "email")}
    sentences = (
        Markup(" ").join(words.html(key, count=p1.value(code, "rows")) for key, code in rows),
        words.html("index.short_anywhere", count=p3.value("both", "anywhere"), **anywhere),
        Markup() if None in clicked.values() else words.html("index.short_clicks", **clicked),
        words.html("index.short_open"),
    )
    return tuple(sentence for sentence in sentences if sentence)
