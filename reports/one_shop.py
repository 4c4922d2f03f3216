"""What a run over one shop ends with: the plain sentences on it, its score, and the page that tells more."""

from collections.abc import Iterator
from pathlib import Path

from crawler.model.placement import PLACED
from crawler.model.plain import plain
from crawler.store.read import Archive
from reports.outputs.safe_text import file_name
from reports.run import verdicts
from reports.texts.scored import scored
from reports.texts.sentences import channel_sentence
from reports.texts.texts import texts


def told(folder: Path, language: str, *, report: bool) -> Iterator[str]:
    """Tell the shop of a run in lines of plain text. `report`: one was written. Raises StoreError."""
    words = texts(language)
    with Archive(folder) as archive:
        verdict = next(verdicts(archive))
    for channel in PLACED:
        yield words.pair(words.plain(f"account.{channel}"), plain(channel_sentence(verdict, channel, words), 1000))
    yield from scored(verdict, words)
    if report and verdict.dossier.shop:
        page = folder / "report" / "shops" / f"{file_name(verdict.dossier.shop.id)}.html"
        yield words.plain("score.page", page=str(page))
