"""What a person saw, in words: who, when, and how it was told."""

from crawler.model.placement import Observation, Way
from crawler.model.plain import plain
from reports.texts.texts import Texts


def observed_sentence(item: Observation, texts: Texts) -> str:
    """The sentence that stands at everything that rests on a person's look."""
    day = plain(texts.day(item.on), 40)
    return texts.plain("observed.row" if item.way is Way.ROW else "observed.recording", by=item.by, day=day)


def observed_words(item: Observation, texts: Texts) -> str:
    """All of an observation on one line: what it is about, in which form, by whom and when, how much, and the person's note."""
    place = texts.plain(f"place_class.{item.place_class}") if item.channel else ""
    about = texts.pair(texts.plain(f"channel.{item.channel}"), place) if item.channel else ""
    parts = [texts.plain(f"observed.way.{item.way}"), item.by, plain(texts.day(item.on), 40)]
    parts += [texts.plain("observed.pages", count=item.pages)] if item.pages else []
    return texts.clauses(about, ", ".join(parts), plain(item.note, 600))
