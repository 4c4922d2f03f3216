"""The parts of a run made into one: that of the whole list, as if it had been audited in one go.

Parts are told apart from others by what their runs tell: of which list they are, with which options, by which program. Of a shop
that stands in two parts the visits of that part count which was finished first. The file of results appears when it is whole: a
merge that was stopped is begun again, and does not bring files of evidence anew that it brought already.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from crawler.batches.facts import OPTIONS, PartFacts, facts_of
from crawler.evidence.manifest import unseal
from crawler.evidence.warc import EvidenceError
from crawler.runs.folder import EVIDENCE, LOG, STORE, RunError, free_to_read, locked, sweep, weight
from crawler.runs.needs import GIGABYTE, size
from crawler.runs.parts import OF_A_PART, take_in
from crawler.store.errors import StoreError
from crawler.store.write import Store

MERGING = f"{STORE}.merging"
"""The file of results of a merge that is not whole yet."""
MOST_NAMED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The run that was made: its folder, the rows of its list, its shops, and how many of these were taken now."""

    out: Path
    rows: int
    taken: int
    shops: int


def merge(parts: Sequence[Path], out: Path, say: Callable[[str], None] = lambda _line: None) -> Merged:
    """Make one run of its parts, whose folders stay as they are. Raises RunError, and writes nothing where they do not fit."""
    folders = list(dict.fromkeys(path.resolve() for path in parts))
    if out.resolve() in folders:
        raise RunError(f"{out}: is one of the parts. Choose another folder with --out.")
    with ExitStack() as stack:
        for folder in folders:
            stack.enter_context(free_to_read(folder))
        try:
            facts = sorted(map(facts_of, folders), key=lambda item: (item.finished_at, str(item.folder)))
            _fit(facts)
            _whole(facts)
            stack.enter_context(locked(out))
            for line in _room(facts, out):
                say(line)
            return _merged(facts, out, say)
        except (StoreError, EvidenceError) as error:
            raise RunError(str(error)) from error


def _fit(facts: Sequence[PartFacts]) -> None:
    """Raise RunError where the parts are not of one list, one program, one choice of options."""
    first = facts[0]
    for other in facts[1:]:
        if other.list_sha256 != first.list_sha256:
            raise RunError(f"{other.folder}: is a part of another list than {first.folder}. Merge parts of one list.")
        if other.program != first.program:
            raise RunError(f"{other.folder}: was made by another program ({other.program}) than {first.folder} ({first.program}).")
        for name in OPTIONS:
            one, two = first.settings.get(name, ""), other.settings.get(name, "")
            if one != two:
                raise RunError(f"{other.folder}: was made with another option: {name} is {two!r}, in {first.folder} {one!r}.")


def _whole(facts: Sequence[PartFacts]) -> None:
    """Raise RunError where the list has rows that are in no part, or a shard is missing or not finished."""
    cuts = {item.shard.of for item in facts if item.shard}
    if len(cuts) > 1:
        raise RunError(f"the list was cut into {' and '.join(map(str, sorted(cuts)))} shards. Merge shards of one cut.")
    if cuts and all(item.shard for item in facts):
        of, there = cuts.pop(), {item.shard.number for item in facts if item.shard}
        if missing := [number for number in range(1, of + 1) if number not in there]:
            raise RunError(f"missing of {of} shards: {_named(missing)}. Give all of them.")
    for item in facts:
        if item.unvisited:
            raise RunError(f"{item.folder}: is not finished: {item.unvisited} shops are not visited yet. Give its command again.")


def _named(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:MOST_NAMED]))
    return f"{shown} and {len(numbers) - MOST_NAMED} more" if len(numbers) > MOST_NAMED else shown


def _room(facts: Sequence[PartFacts], out: Path) -> Iterator[str]:
    """Tell what the result takes of the disk, where that is much, or more than there is."""
    took = sum((item.folder / STORE).stat().st_size for item in facts)
    device = out.stat().st_dev
    took += sum(weight(item.folder / EVIDENCE) for item in facts if item.folder.stat().st_dev != device)
    free = shutil.disk_usage(out).free
    if took >= GIGABYTE or took > free:
        yield f"The result will take about {size(took)} in {out} ({size(free)} free)."
    if took > free:
        yield f"WARNING: {out} has not that much. On a full disk no result is written: make room, or choose another disk."


def _merged(facts: Sequence[PartFacts], out: Path, say: Callable[[str], None]) -> Merged:
    sweep(out)
    there = (out / STORE).exists()
    for stale in out.glob(f"{MERGING}*"):
        stale.unlink()
    with Store.open(out / (STORE if there else MERGING)) as store:
        if not there:
            store.hasten()
            for item in sorted(facts, key=lambda item: item.started_at):
                store.absorb_list(item.folder / STORE, OF_A_PART)
        _check_rows(store, facts[0], out, began=there)
        unseal(out)
        taken = 0
        for number, item in enumerate(facts, start=1):
            taken += take_in(store, out, item.folder)
            say(f"{number} of {len(facts)} parts: {item.folder}")
        if left := store.unvisited():
            raise RunError(f"{out}: {left} shops of the list are in no part. Give the parts that are missing.")
        done = Merged(out=out, rows=facts[0].list_rows, taken=taken, shops=len(store.finished()))
    if not there:
        _join_logs((item.folder / LOG for item in facts), out / LOG)
        with (out / MERGING).open("rb") as whole:
            os.fsync(whole.fileno())
        (out / MERGING).replace(out / STORE)
    return done


def _check_rows(store: Store, part: PartFacts, out: Path, *, began: bool) -> None:
    """Raise RunError unless the rows there are those of the list, all of them; `began` tells that they were there before."""
    if store.rows_digest() == part.list_sha256:
        return
    if began:
        raise RunError(f"{out}: holds the results of another list. Choose another folder with --out.")
    raise RunError(f"{out}: {part.list_rows - store.rows()} of {part.list_rows} rows of the list are in no part. Give all parts.")


def _join_logs(logs: Iterable[Path], target: Path) -> None:
    with target.open("wb") as whole:
        for log in logs:
            if log.exists():
                with log.open("rb") as lines:
                    shutil.copyfileobj(lines, whole)
