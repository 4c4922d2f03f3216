"""A list cut into shards: each row in one of them, in the same one whoever cuts, and shops of a domain together."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.knowledge.hosts import registrable_domain
from crawler.lists.shards import MOST, Shard, places_of
from crawler.model.reason import Reason
from crawler.model.row import Row
from crawler.model.shop import Shop
from crawler.runs.parts import Part
from tests.handmade_run import command

HOSTS = st.builds(
    "{}{}.{}".format, st.sampled_from(("", "www.", "shop.")), st.sampled_from("abcdefgh"), st.sampled_from(("nl", "co.uk"))
)
LISTS = st.lists(st.none() | HOSTS, max_size=50)


def rows_of(hosts: list[str | None]) -> tuple[Row, ...]:
    return tuple(
        Row(line=line, cells=(("url", host),), shop=Shop(id=f"{host}-{line}", name=host, url=f"https://{host}/{line}"))
        if host
        else Row(line=line, cells=(("url", ""),), reason=Reason.BAD_ROW, message="no address")
        for line, host in enumerate(hosts, start=2)
    )


@settings(deadline=None)  # the first look at a domain reads the list of suffixes
@given(LISTS, st.integers(1, 7))
def test_each_row_is_in_one_shard_and_a_domain_in_one_too(hosts: list[str | None], of: int) -> None:
    rows = rows_of(hosts)
    cut = [places_of(rows, Shard(number, of)) for number in range(1, of + 1)]
    assert sorted(place for places in cut for place in places) == list(range(len(rows)))
    homes = [{registrable_domain(host) for place in places if (host := hosts[place])} for places in cut]
    assert sum(map(len, homes)) == len(set().union(*homes))
    assert [place for place, host in enumerate(hosts) if host is None] == [place for place in cut[0] if hosts[place] is None]


@settings(deadline=None)
@given(LISTS, st.integers(1, 5))
def test_a_part_tells_its_list_and_keeps_the_places_of_its_rows(hosts: list[str | None], of: int) -> None:
    rows = rows_of(hosts)
    whole = Part.of_list(rows)
    for number in range(1, of + 1):
        part = Part.of_shard(rows, Shard(number, of))
        assert (part.list_sha256, part.list_rows, str(part.shard)) == (whole.list_sha256, len(rows), f"{number}/{of}")
        assert [rows[place] for place in part.places] == list(part.rows)
    if rows:
        assert Part.of_list(rows[1:]).list_sha256 != whole.list_sha256


def test_where_a_shop_goes_depends_on_its_domain_alone() -> None:
    places = [places_of(rows_of([host, "other.nl", host.removeprefix("www.")]), Shard(2, 4)) for host in ("www.shop.nl", "shop.nl")]
    assert places[0] == places[1]
    assert [Shard.read("2/4"), str(Shard.read(" 2/4 "))] == [Shard(2, 4), "2/4"]


@pytest.mark.parametrize("text", ["0/4", "5/4", "1", "1/0", "-1/4", "a/b", f"1/{MOST + 1}", "1/4/2"])
def test_what_is_no_shard_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        Shard.read(text)


def test_one_shop_is_not_cut(tmp_path: Path) -> None:
    done = command("audit", "https://shop.nl/", "--out", tmp_path / "out", "--shard", "1/2")
    assert (done.exit_code, "--shard cuts a list" in done.output, (tmp_path / "out").exists()) == (2, True, False)
