"""What an audit on a cluster rests on: the ledger of batches, the shelf that parts are put on, and the way of one batch."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from bereikbaar.audit import command
from crawler.lists.shops import shop_of
from crawler.model.row import Row
from crawler.model.sighting import Channel
from crawler.runs.parts import Part
from crawler.runs.settings import ProgressKind, RunSettings
from crawler.store.read import Archive
from street.server import open_street
from tests.auditing import BAD_ROWS

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")

from distributed import LocalCluster

from crawler.batches.cluster import Cluster, audit_on
from crawler.batches.cluster_ledger import ALONE, PIECES, Batch, Ledger, batches_of
from crawler.batches.cluster_shelf import Shelf, ShelfError


def part_of(*hosts: str) -> Part:
    return Part.of_list(tuple(Row(line=line, cells=(), shop=shop_of(host)) for line, host in enumerate(hosts, start=2)))


def hosts_of(batch: Batch) -> list[str]:
    return [row.shop.id for row in batch.part.rows if row.shop]


def shops(number: int) -> list[str]:
    return [f"shop-{count:03}.example" for count in range(number)]


def left_of(part: Part) -> dict[str, bool]:
    return {row.shop.id: True for row in part.rows if row.shop}


def test_every_shop_is_in_one_batch_and_shops_of_one_domain_are_together() -> None:
    part = part_of("one.example", "two.example", "nl.one.example", "three.example", "be.one.example", "four.example")
    batches = batches_of(part, 2)
    assert [hosts_of(batch) for batch in batches] == [
        ["one.example", "nl.one.example", "be.one.example"],
        ["two.example", "three.example"],
        ["four.example"],
    ]
    assert [batch.part.places for batch in batches] == [(0, 2, 4), (1, 3), (5,)]


def test_a_batch_has_the_same_name_in_every_run_and_another_than_the_others() -> None:
    part = part_of(*shops(20))
    names = [batch.name for batch in batches_of(part, 6)]
    assert names == [batch.name for batch in batches_of(part, 6)]
    assert len(set(names)) == 4


def test_what_was_visited_meanwhile_is_not_handed_out() -> None:
    part = part_of("one.example", "two.example", "three.example")
    left = left_of(part)
    ledger = Ledger(batches_of(part, 3), left)
    batch = ledger.hand_out()
    assert batch
    del left["one.example"]
    ledger.give_back(batch)
    again = ledger.hand_out()
    assert again
    assert hosts_of(again) == ["two.example", "three.example"]
    left.clear()
    ledger.give_back(again)
    assert ledger.hand_out() is None
    assert ledger.done


@pytest.mark.parametrize("poisoned", [{"shop-007.example"}, {"shop-000.example", "shop-149.example"}])
@pytest.mark.parametrize("threads", [1, 5])
def test_the_one_shop_that_ends_its_workers_is_named_and_no_other(poisoned: set[str], threads: int) -> None:
    part = part_of(*shops(150))
    left = left_of(part)
    ledger = Ledger(batches_of(part, 40), left)
    given_up: dict[str, int] = {}
    kills = 0
    while not ledger.done:
        out = [batch for _ in range(threads) if (batch := ledger.hand_out())]
        ends = any(poisoned & set(hosts_of(batch)) for batch in out)
        for batch in out:
            if ends:  # whatever the dead worker had besides comes back as killed too
                kills += 1
                if times := ledger.kill(batch):
                    given_up[hosts_of(batch)[0]] = times
                    del left[hosts_of(batch)[0]]
            else:
                for host in hosts_of(batch):
                    del left[host]
                ledger.give_back(batch)
    assert given_up == dict.fromkeys(poisoned, ALONE)
    assert not left
    assert kills <= len(poisoned) * (4 + ALONE) * threads * PIECES


def test_shops_of_one_domain_are_cut_apart_but_never_out_together() -> None:
    part = part_of("shop.example/nl", "shop.example/be", "shop.example/de")
    ledger = Ledger(batches_of(part, 9), left_of(part))
    first = ledger.hand_out()
    assert first
    assert not ledger.kill(first)
    assert ledger.hand_out()
    assert ledger.hand_out() is None


@pytest.fixture(params=["folder", "memory"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "folder":
        yield str(tmp_path / "shared")
        return
    import fsspec  # noqa: PLC0415  # an extra

    yield f"memory://{tmp_path.name}"
    fsspec.filesystem("memory").rm(f"/{tmp_path.name}", recursive=True)


def made(folder: Path, text: str) -> Path:
    (folder / "evidence").mkdir(parents=True)
    (folder / "evidence" / "page.warc").write_text(text, encoding="utf-8")
    return folder


def test_a_part_is_found_by_name_and_comes_back_as_it_was(place: str, tmp_path: Path) -> None:
    label = Shelf(place, "run").open().put("abc", made(tmp_path / "made", "one"))
    there = Shelf(place, "run")
    assert there.is_there
    assert there.labels() == [label] == [there.label("abc")]
    there.get(label, tmp_path / "got")
    assert (tmp_path / "got" / "evidence" / "page.warc").read_text(encoding="utf-8") == "one"
    there.remove(label)
    assert there.labels() == []
    there.clear()
    assert not there.is_there


def test_of_two_that_finish_the_same_batch_the_first_counts(place: str, tmp_path: Path) -> None:
    shelf = Shelf(place, "run").open()
    first = shelf.put("abc", made(tmp_path / "first", "one"))
    assert shelf.put("abc", made(tmp_path / "second", "two")) == first
    shelf.get(shelf.labels()[0], tmp_path / "got")
    assert (tmp_path / "got" / "evidence" / "page.warc").read_text(encoding="utf-8") == "one"


def test_runs_do_not_see_each_others_parts(place: str, tmp_path: Path) -> None:
    Shelf(place, "one").open().put("abc", made(tmp_path / "made", "one"))
    assert not Shelf(place, "two").is_there
    assert Shelf(place, "two").open().label("abc") is None


def test_a_part_that_was_changed_is_refused(tmp_path: Path) -> None:
    shelf = Shelf(str(tmp_path / "shared"), "run").open()
    label = shelf.put("abc", made(tmp_path / "made", "one"))
    archive = tmp_path / "shared" / "run" / label.archive
    archive.write_bytes(archive.read_bytes().replace(b"one", b"two"))
    with pytest.raises(ShelfError, match="is not what its worker wrote"):
        shelf.get(label, tmp_path / "got")


def test_a_place_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="ascii")
    with pytest.raises(ShelfError, match="file"):
        Shelf(str(tmp_path / "file"), "run").open()
    with pytest.raises(ShelfError, match="nothing-like-it"):
        Shelf("nothing-like-it://bucket", "run")


def test_a_batch_goes_to_a_worker_and_its_part_into_the_results(tmp_path: Path) -> None:
    hosts = frozenset({"teapot-lane.example", "sokken-drie.example"})
    with (
        open_street(hosts=hosts) as street,
        LocalCluster(
            n_workers=1,
            threads_per_worker=1,
            processes=False,
            protocol="tcp",
            dashboard_address="127.0.0.1:0",
            local_directory=str(tmp_path),
        ) as cluster,
    ):
        (tmp_path / "street.csv").write_text(f"{street.list_csv()}{BAD_ROWS[0]}\n", encoding="utf-8")
        settings = RunSettings(
            list_path=tmp_path / "street.csv", out=tmp_path / "out", proxy=street.url, rate=0, progress=ProgressKind.NONE
        )
        told: list[str] = []
        use = Cluster(where=cluster.scheduler_address, parts_to=str(tmp_path / "shared"), batch=10)
        result = audit_on(use, settings, told.append)
        truth = {host: shop.truth() for host, shop in street.shops.items()}
    assert (result.visited, result.left, result.interrupted, told) == (2, 0, False, [])
    with Archive(tmp_path / "out") as archive:
        visits = {found.visit.shop.id: found.visit for found in archive.dossiers() if found.visit}
        assert {host: visits[host].placement(Channel.PHONE).seen.value for host in hosts} == {
            host: truth[host]["phone"]["seen"] for host in hosts
        }
    assert all((tmp_path / "out" / "evidence" / visit.warc).is_file() for visit in visits.values())
    assert not any((tmp_path / "shared").iterdir())


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--cluster", "10.0.0.5"), "is no address such as tcp://10.0.0.5:8786"),
        (("--cluster", "local:0"), "is no address"),
        (("--parts-to", "shared"), "go with --cluster"),
        (("--cluster", "local", "--retry", "timeout"), "--retry goes without --cluster"),
        (("--cluster", "local", "--workers", "2"), "--workers goes without --cluster"),
    ],
)
def test_options_that_do_not_go_together_are_told(options: tuple[str, ...], told: str, tmp_path: Path) -> None:
    (tmp_path / "shops.csv").write_text("url\nhttps://shop.example/\n", encoding="utf-8")
    done = CliRunner().invoke(command, [str(tmp_path / "shops.csv"), "--out", str(tmp_path / "out"), *options])
    assert done.exit_code == 2
    assert told in " ".join(done.output.split())


def test_without_the_extra_it_is_told_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("crawler.batches.cluster")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "distributed", None)
    (tmp_path / "shops.csv").write_text("url\nhttps://shop.example/\n", encoding="utf-8")
    done = CliRunner().invoke(command, [str(tmp_path / "shops.csv"), "--out", str(tmp_path / "out"), "--cluster", "local"])
    assert done.exit_code == 2
    assert "pip install 'bereikbaar[cluster]'" in done.output
