"""The report of a stored run: every visit judged again, under the norms as they are now."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from crawler.store.read import Archive
from reports.masking.mask import masked
from reports.outputs.html import INDEX, write
from reports.outputs.summary import RunFacts
from reports.run import coverage, verdicts
from reports.seal import seal
from reports.texts.texts import texts

PUBLIC = "report-public"
"""The folder of the report in which what is personal is masked; the seal of a run leaves it out."""


def write_report(
    archive_dir: Path, languages: Sequence[str] = ("en",), *, public: bool = False, studies: Sequence[str] = ()
) -> Path:
    """Write `archive_dir/report`, seal the run, and give the first page, which is in the first of the languages.

    With `public` what is personal is masked, and the report goes to a folder of its own. `studies` are the ids of those whose
    tables are filled too. The old report is there until the new one is complete. Raises StoreError when there is no run in the
    folder, CatalogueError for an unknown language, KnowledgeError for an unknown study, OSError when the report cannot be written.
    """
    spoken = [texts(language) for language in dict.fromkeys(languages)]
    target = archive_dir / (PUBLIC if public else "report")
    with Archive(archive_dir) as archive, replaced(target) as folder:
        facts = facts_of(archive, public=public, studies=studies)
        write(map(masked, verdicts(archive)) if public else verdicts(archive), folder, facts, spoken)
    if not public:
        seal(archive_dir, [item.language for item in spoken], facts.studies)
    return target / INDEX


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
