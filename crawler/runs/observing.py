"""What a person saw, taken into a run: filled rows, or a recorded visit; all of a file or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from crawler.evidence.manifest import unseal
from crawler.evidence.warc import EvidenceError
from crawler.model.capture import Via
from crawler.model.placement import PLACED, Observation, PlaceClass, Way
from crawler.model.plain import plain
from crawler.model.sighting import Channel
from crawler.model.visit import Visit
from crawler.replay.filled_rows import observed_rows
from crawler.replay.filled_table import RowsError, initials
from crawler.replay.recordings import Recording, RecordingError
from crawler.replay.recordings_joined import joined_visit
from crawler.replay.recordings_read import read_recording, way_of
from crawler.runs.desk import VERSIONS
from crawler.runs.folder import RunError, locked
from crawler.store.read import Archive
from crawler.store.write import Store
from crawler.visiting.budget import Budget


class Taken(NamedTuple):
    """What was taken: of a row its channel and class; of a recording how many pages, and the class of each channel since."""

    shop: str
    way: Way
    pages: int
    placed: tuple[tuple[Channel, PlaceClass], ...]


class _Seen(NamedTuple):
    """What is to be kept: the observations by shop, and the visit that a recording became."""

    taken: list[Taken]
    observations: list[tuple[str, Observation]]
    visit: Visit | None = None


def observe(folder: Path, file: Path, *, shop: str = "", by: str = "") -> list[Taken]:
    """Take a file into the run in `folder`. Raises RunError that tells what is wrong, and StoreError; then nothing was taken."""
    with Archive(folder, by_hand=False) as archive:
        path, evidence = archive.path, archive.evidence
    with _told(file), locked(path.parent):
        with Archive(path, by_hand=False) as archive:
            seen = _seen(archive, file, _shop(archive, shop) if shop else "", by)
        try:
            unseal(path.parent)
            with Store.open(path) as store:
                store.observe(seen.observations, seen.visit)
        except BaseException:
            if seen.visit is not None:
                (evidence / seen.visit.warc).unlink(missing_ok=True)
            raise
        return seen.taken


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """Turn what can go wrong into one error that names the file."""
    try:
        yield
    except RowsError as error:
        raise RunError("\n".join(f"{file}: {line}" for line in str(error).splitlines())) from error
    except (RecordingError, EvidenceError) as error:
        raise RunError(f"{file}: {plain(str(error), 600)}") from error
    except OSError as error:
        raise RunError(f"{error.filename or file}: {error.strerror or error}") from error


def _shop(archive: Archive, told: str) -> str:
    try:
        found = archive.dossier(told).shop
    except KeyError as error:
        raise RunError(f"the list of this run has no shop {plain(told, 80)!r}") from error
    return found.id if found else told


def _seen(archive: Archive, file: Path, only: str, by: str) -> _Seen:
    way = way_of(file)
    if way is not None:
        return _recording(archive, file, way, only, by)
    rows = observed_rows(file, lambda shop: _visit(archive, shop), only=only, by=by)
    return _Seen([Taken(shop, Way.ROW, 0, ((item.channel, item.place_class),)) for shop, item in rows if item.channel], rows)


def _visit(archive: Archive, shop: str) -> Visit | None:
    dossier = archive.dossier(shop) if shop else None
    if dossier is None or dossier.shop is None or dossier.shop.id != shop:
        raise KeyError(shop)
    return dossier.visit


def _recorded_shop(archive: Archive, recording: Recording) -> str:
    """The one shop whose home page was recorded. Raises RunError where there is none, or more than one."""
    shown = [shop.id for shop in archive.shops() if recording.answer(shop.url) is not None]
    if len(shown) == 1:
        return shown[0]
    if shown:
        raise RunError(f"{recording.source}: shows {len(shown)} shops ({', '.join(shown[:3])} ...): name one with --shop ID")
    raise RunError(f"{recording.source}: shows the home page of no shop of this run: begin the recording there")


def _budget(archive: Archive, at: str) -> Budget:
    told = archive.settings_at(at)
    return Budget.of_pages(int(told.get("pages") or Budget().pages), thorough=told.get("thorough") == "yes")


def _recording(archive: Archive, file: Path, way: Way, only: str, by: str) -> _Seen:
    if not by:
        raise RunError(f"{file}: a recording does not tell who made it: give --by INITIALS")
    initials(by)
    recording = read_recording(file, way)
    before = _visit(archive, only or _recorded_shop(archive, recording))
    if before is None:
        raise RunError(f"{file}: the shop was not visited yet: let the audit come to it first")
    began, ended = recording.times
    asked = Visit(shop=before.shop, number=before.number + 1, started_at=began, finished_at=ended)
    made = joined_visit(asked, recording, before, archive.evidence, _budget(archive, began))
    pages = sum(page.via is Via.HAND for page in made.pages)
    source = plain(file.name, 200)
    told = Observation(way=way, by=by, on=began[:10], source=source, sha256=recording.sha256, visit=made.number, pages=pages)
    placed = tuple((channel, made.placement(channel).place_class) for channel in PLACED)
    return _Seen([Taken(made.shop.id, way, pages, placed)], [(made.shop.id, told)], replace(made, versions=VERSIONS))
