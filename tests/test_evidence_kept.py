"""With `--evidence deciding` answers stay the same, and what must be shown can be shown: the rest is kept as digest and text."""

import json
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.evidence.read import read_capture
from crawler.model.visit import Visit
from crawler.store.read import Archive
from street.server import open_street
from tests.auditing import Exported, audit, bereikbaar, exported
from tests.conftest import A_FEW_SHOPS

pytestmark = pytest.mark.xdist_group("evidence kept")


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same shops audited twice: everything kept, and only what decides."""
    folders = {kept: tmp_path_factory.mktemp(kept) for kept in ("full", "deciding")}
    with open_street(hosts=A_FEW_SHOPS) as street:
        for kept, folder in folders.items():
            assert audit(street, folder, "--evidence", kept).returncode == 0
    return folders


def visits(folder: Path) -> dict[str, Visit]:
    with Archive(folder / "out") as archive:
        return {dossier.visit.shop.id: dossier.visit for dossier in archive.dossiers() if dossier.visit}


def kinds(path: Path) -> list[str]:
    with path.open("rb") as stream:
        return [record.rec_type for record in ArchiveIterator(stream, no_record_parse=True)]


def both_found(visit: Visit) -> bool:
    return visit.reason is None and all(item.place_class.positive for item in visit.placements[:2])


def test_the_answers_are_the_same(runs: dict[str, Path]) -> None:
    def timeless(rows: list[Exported]) -> list[Exported]:
        return [{**row, "visit": None} for row in rows]

    assert timeless(exported(runs["deciding"])) == timeless(exported(runs["full"]))


def test_only_shops_that_show_both_are_thinned(runs: dict[str, Path]) -> None:
    evidence = runs["deciding"] / "out" / "evidence"
    found = visits(runs["deciding"])
    thinned = {shop for shop, visit in found.items() if visit.warc and "conversion" in kinds(evidence / visit.warc)}
    assert thinned
    assert thinned <= {shop for shop, visit in found.items() if both_found(visit)}
    assert all("conversion" not in kinds(runs["full"] / "out" / "evidence" / item.warc) for item in found.values() if item.warc)


def test_the_pages_that_decide_can_still_be_read(runs: dict[str, Path]) -> None:
    evidence = runs["deciding"] / "out" / "evidence"
    for visit in visits(runs["deciding"]).values():
        deciding = {step.page_id for item in visit.placements for step in item.path}
        deciding |= {visit.sightings[number].page_id for item in visit.placements for number in item.sightings[:1]}
        for page in visit.pages:
            if page.warc_offset is not None:
                assert read_capture(evidence / visit.warc, page.warc_offset).sha256 == page.body_sha256
            else:
                assert page.id not in deciding


def test_of_the_others_text_and_digest_are_kept(runs: dict[str, Path]) -> None:
    for visit in visits(runs["deciding"]).values():
        dropped = {page.final_url: page for page in visit.pages if page.warc_offset is None}
        if dropped:
            with (runs["deciding"] / "out" / "evidence" / visit.warc).open("rb") as stream:
                for record in ArchiveIterator(stream, no_record_parse=True):
                    if record.rec_type == "conversion":
                        page = dropped.pop(record.rec_headers.get_header("WARC-Target-URI"))
                        assert record.rec_headers.get_header("Bereikbaar-Received-Digest") == f"sha256:{page.body_sha256}"
                        assert len(record.raw_stream.read().decode()) == page.text_chars
            assert dropped == {}


def test_verifying_says_how_many_shops_it_read_again(runs: dict[str, Path]) -> None:
    found = visits(runs["deciding"])
    thin = sum(any(page.warc_offset is None for page in visit.pages) for visit in found.values())
    done = bereikbaar("verify", str(runs["deciding"] / "out"))
    assert done.returncode == 0, done.stderr
    assert f"Read again: {len(found) - thin} visits, each as it was stored; not {thin}, of which not all" in done.stdout


@pytest.mark.slow
def test_judged_again_a_thinned_shop_keeps_its_answers_and_is_named(runs: dict[str, Path], tmp_path: Path) -> None:
    done = bereikbaar("rejudge", str(runs["deciding"] / "out"), "--out", str(tmp_path / "again"))
    assert done.returncode == 1
    assert "only the deciding pages were kept" in done.stderr
    lines = bereikbaar("export", str(tmp_path / "again")).stdout.splitlines()
    assert [json.loads(line) for line in lines] == exported(runs["deciding"])


def test_the_end_of_a_run_tells_how_much_is_kept(tmp_path: Path) -> None:
    with open_street(hosts=frozenset({"sokken-drie.example"})) as street:
        done = audit(street, tmp_path, "--no-report")
    assert "Evidence: " in done.stdout
    assert "kept until you remove it" in done.stdout
