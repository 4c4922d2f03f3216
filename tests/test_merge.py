"""Parts of a run made into one: nothing lost, nothing doubled, and a clear word where they do not belong together."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.batches.merge import merge
from crawler.batches.rows import publish
from crawler.evidence.manifest import MANIFEST, write
from crawler.lists.shards import Shard
from crawler.model.dossier import Dossier
from crawler.model.visit import Visit
from crawler.runs.folder import LOG, STORE, RunError, locked
from crawler.runs.parts import Part
from crawler.store.read import Archive
from crawler.store.write import Store
from street.server import Street
from tests.auditing import audit, bereikbaar, exported, timeless
from tests.handmade import street as handmade
from tests.handmade_run import command

OPTIONS = {"pages": "25", "browser": "never", "rate": "1"}
DOSSIERS = [item.dossier for item in handmade() if item.dossier.visit or item.dossier.row.shop is None]
ROWS = tuple(dossier.row for dossier in DOSSIERS)
VISITS = {dossier.visit.shop.id: dossier.visit for dossier in DOSSIERS if dossier.visit}
SHARDS = (Shard(1, 3), Shard(2, 3), Shard(3, 3))
Change = Callable[[Visit], Visit]


def as_it_is(visit: Visit) -> Visit:
    return visit


def store_part(folder: Path, part: Part, change: Change = as_it_is, left_out: Sequence[str] = (), **told: str) -> Path:
    """Store a part as an audit does: its rows, its visits, their evidence and a log."""
    folder.mkdir(parents=True)
    (folder / LOG).write_text(f"{folder.name}\n", encoding="utf-8")
    with Store.open(folder / STORE) as store:
        store.start_run(Path("lijst.csv"), part.rows, {**OPTIONS, **part.told(), **told}, part.places)
        for row in part.rows:
            if row.shop and row.shop.id not in left_out:
                file = folder / "evidence" / "ab" / f"{row.shop.id}.1.warc"
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(f"{folder.name} {row.shop.id}", encoding="utf-8")
                store.save(change(replace(VISITS[row.shop.id], warc=f"ab/{row.shop.id}.1.warc")))
    return folder


@pytest.fixture
def parts(tmp_path: Path) -> list[Path]:
    return [store_part(tmp_path / f"part-{shard.number}", Part.of_shard(ROWS, shard)) for shard in SHARDS]


def stored(folder: Path) -> list[Dossier]:
    with Archive(folder) as archive:
        return list(archive.dossiers())


def owners(out: Path) -> set[str]:
    """The parts that the evidence in a folder is from."""
    return {path.read_text(encoding="utf-8").split()[0] for path in (out / "evidence").rglob("*.warc")}


def test_what_is_merged_is_what_one_run_would_have_stored(parts: list[Path], tmp_path: Path) -> None:
    whole = store_part(tmp_path / "whole", Part.of_list(ROWS))
    done = merge(list(reversed(parts)), tmp_path / "out")
    assert (done.rows, done.taken, done.shops) == (len(ROWS), len(VISITS), len(VISITS))
    assert stored(tmp_path / "out") == stored(whole)
    assert (tmp_path / "out" / LOG).read_text(encoding="utf-8").split() == [part.name for part in parts]
    with Archive(tmp_path / "out") as archive:
        assert archive.run()["settings"] == OPTIONS
    for shop_id in VISITS:
        kept = tmp_path / "out" / "evidence" / "ab" / f"{shop_id}.1.warc"
        assert any(
            (part / "evidence" / "ab" / kept.name).exists() and (part / "evidence" / "ab" / kept.name).samefile(kept)
            for part in parts
        )
    again = merge(parts, tmp_path / "out")
    assert (again.taken, again.shops) == (0, len(VISITS))
    assert stored(tmp_path / "out") == stored(whole)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [STORE, "evidence", "run.lock", LOG]


def test_of_two_parts_with_the_same_shops_the_one_that_was_finished_first_counts(parts: list[Path], tmp_path: Path) -> None:
    def later(visit: Visit) -> Visit:
        return replace(visit, finished_at="2027-01-01T00:00:00Z", detail="later")

    late = store_part(tmp_path / "part-late", Part.of_shard(ROWS, SHARDS[1]), later)
    merge([late, *parts], tmp_path / "out")
    assert "later" not in {item.visit.detail for item in stored(tmp_path / "out") if item.visit}
    assert owners(tmp_path / "out") == {part.name for part in parts}


def test_a_second_merge_takes_what_a_part_visited_again_and_nothing_twice(parts: list[Path], tmp_path: Path) -> None:
    merge(parts, tmp_path / "out")
    again = next(visit for visit in VISITS.values() if visit.shop.id in {item.shop.id for item in stored(parts[0]) if item.shop})
    warc = f"ab/{again.shop.id}.2.warc"
    (parts[0] / "evidence" / warc).write_text(f"{parts[0].name} again", encoding="utf-8")
    with Store.open(parts[0] / STORE) as store:
        store.save(replace(again, number=2, warc=warc, detail="again"))
    assert merge(parts, tmp_path / "out").taken == 1
    assert {item.visit.shop.id for item in stored(tmp_path / "out") if item.visit and item.visit.detail == "again"} == {
        again.shop.id
    }
    assert (tmp_path / "out" / "evidence" / warc).exists()
    assert merge(parts, tmp_path / "out").taken == 0


def test_of_another_part_no_newer_visit_is_taken(parts: list[Path], tmp_path: Path) -> None:
    def later(visit: Visit) -> Visit:
        return replace(visit, finished_at="2027-01-01T00:00:00Z")

    late = store_part(tmp_path / "part-late", Part.of_shard(ROWS, SHARDS[1]), later)
    with Store.open(late / STORE) as store:
        for dossier in stored(late):
            if dossier.visit:
                store.save(replace(dossier.visit, number=2, detail="later"))
    merge([late, *parts], tmp_path / "out")
    assert "later" not in {item.visit.detail for item in stored(tmp_path / "out") if item.visit}


def test_evidence_that_a_part_only_links_to_is_brought_itself(parts: list[Path], tmp_path: Path) -> None:
    file = next((parts[0] / "evidence").rglob("*.warc"))
    file.rename(tmp_path / "moved.warc")
    file.symlink_to(tmp_path / "moved.warc")
    merge(parts, tmp_path / "out")
    brought = tmp_path / "out" / file.relative_to(parts[0])
    assert not brought.is_symlink()
    assert brought.read_bytes() == (tmp_path / "moved.warc").read_bytes()


def test_a_merge_that_was_stopped_is_begun_again(parts: list[Path], tmp_path: Path) -> None:
    def stop(_line: str) -> None:
        raise KeyboardInterrupt

    out = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        merge(parts, out, stop)
    assert not (out / STORE).exists()
    orphan = next((out / "evidence").rglob("*.warc"))
    orphan.unlink()
    orphan.write_text("of a visit that was never stored", encoding="utf-8")
    assert merge(parts, out).taken == len(VISITS)
    assert owners(out) == {part.name for part in parts}
    assert [path.name for path in out.glob(f"{STORE}*")] == [STORE]


def test_an_evidence_file_that_is_missing_is_told_and_nothing_is_merged(parts: list[Path], tmp_path: Path) -> None:
    next((parts[1] / "evidence").rglob("*.warc")).unlink()
    with pytest.raises(RunError, match="cannot bring"):
        merge(parts, tmp_path / "out")
    assert not (tmp_path / "out" / STORE).exists()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ((0, 2), "missing of 3 shards: 2. Give all of them."),
        ((1,), "missing of 3 shards: 1, 3."),
    ],
)
def test_missing_shards_are_told_by_number(parts: list[Path], tmp_path: Path, given: tuple[int, ...], told: str) -> None:
    with pytest.raises(RunError, match=told):
        merge([parts[index] for index in given], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_batch_without_a_number_that_is_missing_is_told_by_its_rows(tmp_path: Path) -> None:
    whole = Part.of_list(ROWS)
    half = store_part(tmp_path / "half", whole.at(range(5)))
    with pytest.raises(RunError, match=f"{len(ROWS) - 5} of {len(ROWS)} rows of the list are in no part"):
        merge([half], tmp_path / "out")
    rest = store_part(tmp_path / "rest", whole.at(range(5, len(ROWS))))
    assert merge([half, rest], tmp_path / "out").shops == len(VISITS)


def other_list(folder: Path) -> Path:
    return store_part(folder, Part.of_shard(ROWS[1:], SHARDS[2]))


def other_options(folder: Path) -> Path:
    return store_part(folder, Part.of_shard(ROWS, SHARDS[2]), pages="10")


def other_program(folder: Path) -> Path:
    return store_part(folder, Part.of_shard(ROWS, SHARDS[2]), program="bereikbaar 0.0.1")


def other_cut(folder: Path) -> Path:
    return store_part(folder, Part.of_shard(ROWS, Shard(2, 2)))


def unfinished(folder: Path) -> Path:
    part = Part.of_shard(ROWS, SHARDS[2])
    return store_part(folder, part, left_out=[next(row.shop.id for row in part.rows if row.shop)])


def no_part(folder: Path) -> Path:
    with Store.open(folder / STORE) as store:
        store.start_run(Path("lijst.csv"), ROWS, OPTIONS)
    return folder


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (other_list, "is a part of another list than"),
        (other_options, "was made with another option: pages is '25', in .* '10'|pages is '10', in .* '25'"),
        (other_program, "was made by another program"),
        (other_cut, "the list was cut into 2 and 3 shards"),
        (unfinished, "is not finished: 1 shops are not visited yet"),
        (no_part, "is no part of a run"),
    ],
)
def test_parts_that_do_not_belong_together_are_refused(
    parts: list[Path], tmp_path: Path, make: Callable[[Path], Path], told: str
) -> None:
    with pytest.raises(RunError, match=told):
        merge([*parts[:2], make(tmp_path / "odd")], tmp_path / "out")
    assert not (tmp_path / "out").exists()
    done = command("merge", *parts[:2], tmp_path / "odd", "--out", tmp_path / "out")
    assert (done.exit_code, done.output.startswith("bereikbaar: ")) == (2, True)


def test_a_part_that_is_being_written_is_refused(parts: list[Path], tmp_path: Path) -> None:
    with locked(parts[0]), pytest.raises(RunError, match="a run is still writing here"):
        merge(parts, tmp_path / "out")


def test_results_of_another_list_are_left_alone(parts: list[Path], tmp_path: Path) -> None:
    with Store.open(tmp_path / "out" / STORE) as store:
        store.start_run(Path("andere.csv"), ROWS[:2], OPTIONS)
    sealed = write(tmp_path / "out", {}, [STORE]).read_bytes()
    with pytest.raises(RunError, match="holds the results of another list"):
        merge(parts, tmp_path / "out")
    assert (tmp_path / "out" / MANIFEST).read_bytes() == sealed
    with pytest.raises(RunError, match="is one of the parts"):
        merge(parts, parts[0])


def test_of_two_that_make_the_same_batch_the_first_counts(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "results").write_text(name, encoding="utf-8")
    assert [publish(tmp_path / name, tmp_path / "batch") for name in ("one", "two")] == [True, False]
    assert [path.name for path in tmp_path.iterdir()] == ["batch"]
    assert (tmp_path / "batch" / "results").read_text(encoding="utf-8") == "one"


@pytest.mark.slow
def test_shards_merged_are_exported_as_one_run_is(street: Street, tmp_path: Path) -> None:
    assert audit(street, tmp_path, "--no-report").returncode == 0
    whole = exported(tmp_path)
    shutil.rmtree(tmp_path / "out")
    for number in (1, 2):
        assert audit(street, tmp_path, "--shard", f"{number}/2").returncode == 0
        (tmp_path / "out").rename(tmp_path / f"part-{number}")
    done = bereikbaar("merge", str(tmp_path / "part-2"), str(tmp_path / "part-1"), "--out", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    assert timeless(exported(tmp_path)) == timeless(whole)
    assert (tmp_path / "out" / "report" / "index.html").exists()
    assert bereikbaar("verify", str(tmp_path / "out")).returncode == 0
    on = audit(street, tmp_path, "--no-report")
    assert (on.returncode, "Visited now: 0." in on.stdout) == (0, True)
