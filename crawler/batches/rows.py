"""One batch of a list, audited into a folder that appears when it is whole: of two that make the same batch the first counts."""

import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from crawler.runs.folder import RunError
from crawler.runs.parts import Part
from crawler.runs.run import audit_part
from crawler.runs.settings import RunSettings

BEING_MADE = ".part"
"""How the name of a folder ends that is not whole yet."""


def audit_rows(part: Part, folder: Path, settings: RunSettings) -> Path:
    """Visit some rows of a list and give the folder of their results, for `merge`. Raises RunError, also when it is interrupted.

    It works in a folder beside, by the name in `settings.out`, and goes on there when it was interrupted; a folder that is there
    already is given as it is. Once a process: Scrapy's reactor cannot be started twice.
    """
    if folder.exists():
        return folder
    made = replace(settings, out=settings.out.with_name(f"{settings.out.name}{BEING_MADE}"))
    result = audit_part(made, part)
    if result.interrupted:
        raise RunError("stopped: the batch was interrupted. What was saved is kept: start again to go on.")
    publish(made.out, folder)
    return folder


def publish(made: Path, folder: Path) -> bool:
    """Give a whole folder its name, and say so; where another has that name by now, this one is removed. Raises OSError."""
    try:
        made.rename(folder)
    except OSError:
        if not folder.is_dir():
            raise
        with suppress(OSError):
            shutil.rmtree(made)
        return False
    return True
