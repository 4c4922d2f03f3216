"""The report of a stored run: every visit judged under the norms as they are now."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from crawler.store.ledger import Ledger, forget
from crawler.store.read import Archive
from reports.length import is_long
from reports.long_list import shown
from reports.masking.mask import masked
from reports.outline import Shown
from reports.outputs.html import INDEX, write_rows
from reports.outputs.summary import RunFacts
from reports.paged import Paged, Pages, cut, paged
from reports.rules import rules
from reports.run import coverage, verdicts
from reports.seal import seal
from reports.texts.texts import texts

PUBLIC = "report-public"
"""The folder of the report in which what is personal is masked; the seal of a run leaves it out."""


class Wish(NamedTuple):
    """For which shops a report has pages: `pages` says by what rule, `asked` are ids of shops. `anew`: judge every shop again.

    `watch` is given the rows on their way into the report, and how many they are, and gives them on.
    """

    pages: Pages = Pages.AUTO
    asked: frozenset[str] = frozenset()
    anew: bool = False
    watch: Callable[[Iterator[Shown], int], Iterable[Shown]] = lambda rows, _count: rows


AS_FITS = Wish()


def write_report(
    archive_dir: Path,
    languages: Sequence[str] = ("en",),
    *,
    public: bool = False,
    studies: Sequence[str] = (),
    wish: Wish = AS_FITS,
) -> Path:
    """Write `archive_dir/report`, seal the run, and give the first page, which is in the first of the languages.

    With `public` what is personal is masked, and the report goes to a folder of its own. `studies` are the ids of those whose
    tables are filled too. The old report is there until the new one is complete. Raises StoreError when there is no run in the
    folder, CatalogueError for an unknown language, KnowledgeError for an unknown study, OSError when the report cannot be written.
    """
    spoken = [texts(language) for language in dict.fromkeys(languages)]
    target = archive_dir / (PUBLIC if public else "report")
    with Archive(archive_dir) as archive, ExitStack() as stack:
        chosen = paged(wish.pages, wish.asked, target, is_long=is_long(archive))
        folder = stack.enter_context(replaced(target))
        facts = facts_of(archive, public=public, studies=studies)._replace(asked=chosen.files is not None)
        rows = _masked_rows(archive, chosen) if public else _rows(archive, archive_dir, chosen, stack, anew=wish.anew)
        write_rows(wish.watch(rows, archive.run()["rows"]), folder, facts, spoken)
    if not public:
        seal(archive_dir, [item.language for item in spoken], facts.studies, asked=facts.asked)
    return target / INDEX


def _masked_rows(archive: Archive, chosen: Paged) -> Iterator[Shown]:
    return cut(map(masked, verdicts(archive)), chosen)


def _rows(archive: Archive, folder: Path, chosen: Paged, stack: ExitStack, *, anew: bool) -> Iterator[Shown]:
    """The rows of a report that is not masked; where not every shop has a page, from the ledger of the run."""
    if chosen.files is None:
        return cut(verdicts(archive), chosen)
    if anew:
        forget(folder)
    return shown(archive, stack.enter_context(Ledger(folder, rules(archive))), chosen)


def facts_of(archive: Archive, *, public: bool = False, studies: Sequence[str] = ()) -> RunFacts:
    """What is known of a run beside its verdicts."""
    name = Path(archive.run()["list_path"]).name
    return RunFacts(name, version("bereikbaar"), archive.evidence, public, coverage(archive), tuple(dict.fromkeys(studies)))


@contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """An empty folder beside `folder` that takes its place when all went well, and is removed when not."""
    new, old = folder.with_name(f"{folder.name}.new"), folder.with_name(f"{folder.name}.old")
    for left_over in (new, old):
        shutil.rmtree(left_over, ignore_errors=True)
    new.mkdir(parents=True)
    try:
        yield new
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
