"""Which shop is let in next: few of one server at a time, so that the shops behind a platform's many need not wait."""

import asyncio
from collections.abc import Iterable

import pytest

from crawler.model.shop import Shop
from crawler.spiders.admission import AT_ONE_SERVER, Admission
from crawler.spiders.plan import Errand

ROOM = 8


def errand(name: str, *, alone: bool = False) -> Errand:
    return Errand(shop=Shop(id=name, name=name, url=f"https://{name}/"), alone=alone)


async def server_of(url: str) -> str:
    """The platform's shops have one server, a dead name none; every other shop has its own."""
    if "dead" in url:
        raise OSError("no such name")
    return "198.51.100.7" if "platform" in url else url


async def at_once(admission: Admission, count: int) -> list[Errand]:
    return [await asyncio.wait_for(anext_of(admission), 5) for _ in range(count)]


async def anext_of(admission: Admission) -> Errand:
    found = await admission.next()
    assert found is not None
    return found


def names(errands: Iterable[Errand]) -> list[str]:
    return [item.shop.id for item in errands]


def test_shops_behind_a_platforms_many_are_let_in_before_its_last() -> None:
    async def run() -> None:
        listed = [*(f"{number}.platform" for number in range(100)), *(f"own{number}.example" for number in range(5))]
        admission = Admission(map(errand, listed), ROOM, server_of)
        first = names(await at_once(admission, ROOM))
        assert sum(name.endswith("platform") for name in first) == AT_ONE_SERVER
        assert sorted(name for name in first if name.startswith("own")) == [f"own{number}.example" for number in range(5)]

    asyncio.run(run())


def test_a_shop_that_waits_is_let_in_when_one_of_its_server_has_left() -> None:
    async def run() -> None:
        admission = Admission(map(errand, (f"{number}.platform" for number in range(10))), ROOM, server_of)
        inside = await at_once(admission, AT_ONE_SERVER)
        following = asyncio.ensure_future(admission.next())
        await asyncio.sleep(0.01)
        assert not following.done()
        admission.left(inside[0])
        assert await asyncio.wait_for(following, 5) is not None

    asyncio.run(run())


@pytest.mark.parametrize("known", [True, False])
def test_every_shop_is_let_in_once(known: bool) -> None:
    async def run() -> None:
        listed = [f"{number}.{kind}" for number in range(40) for kind in ("platform", "own.example", "dead.example")]
        admission = Admission(map(errand, listed), ROOM, server_of if known else None)
        met, inside = list[str](), list[Errand]()
        while (found := await asyncio.wait_for(admission.next(), 5)) is not None:
            met.append(found.shop.id)
            inside.append(found)
            assert len(inside) <= ROOM
            if len(inside) == AT_ONE_SERVER:
                admission.left(inside.pop(0))
        assert sorted(met) == sorted(listed)
        assert known or met == listed

    asyncio.run(run())


def test_a_shop_that_is_to_be_alone_is_let_in_alone() -> None:
    async def run() -> None:
        listed = [errand("one.platform"), errand("two.example"), errand("suspect", alone=True), errand("other", alone=True)]
        admission = Admission(iter(listed), ROOM, server_of)
        for item in await at_once(admission, 2):
            following = asyncio.ensure_future(admission.next())
            await asyncio.sleep(0.01)
            assert not following.done()
            following.cancel()
            admission.left(item)
        for name in ("suspect", "other"):
            (item,) = await at_once(admission, 1)
            assert item.shop.id == name
            following = asyncio.ensure_future(admission.next())
            await asyncio.sleep(0.01)
            assert not following.done()
            following.cancel()
            admission.left(item)
        assert await admission.next() is None

    asyncio.run(run())
