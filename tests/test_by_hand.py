"""What a person saw joins what the program saw, and never takes a thing from it that was settled."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from crawler.model.by_hand import BY_HAND, Refused, why_refused, with_observations
from crawler.model.capture import Via
from crawler.model.dossier import Dossier
from crawler.model.placement import PLACED, Observation, PlaceClass, Way
from crawler.model.reason import Reason
from crawler.model.sighting import Channel, GateKind
from crawler.model.visit import Visit
from crawler.store.errors import IncompleteCertificate, StoreError
from crawler.store.read import Archive
from crawler.store.write import Store
from reports.masking.mask import masked
from reports.norms.norms import norms
from reports.outputs import json_lines
from reports.verdict import judge
from tests import handmade
from tests.test_store import ROWS, absent, small_visit, undetermined
from tests.visits import SHOP, visits

SHA = "a" * 64
ANSWERS = [item for item in PlaceClass if item is not PlaceClass.UNDETERMINED]


def row(channel: Channel, place_class: PlaceClass, **fields: object) -> Observation:
    value = {"value": "+31201234567", "as_shown": "020 123 45 67", "page": "https://www.winkel.example/contact", "clicks": 1}
    told = {} if place_class is PlaceClass.ABSENT else value
    made = {"way": Way.ROW, "by": "AB", "on": "2026-11-21", "source": "rows.csv", "sha256": SHA, **told, **fields}
    return Observation(channel=channel, place_class=place_class, **made)  # type: ignore[arg-type]


rows = st.builds(row, st.sampled_from(PLACED), st.sampled_from(ANSWERS))
recordings = st.builds(Observation, way=st.sampled_from([Way.HAR, Way.WARC, Way.WACZ]), by=st.just("CD"), on=st.just("2026-11-20"),
                       source=st.just("visit"), sha256=st.just(SHA), visit=st.integers(1, 3), pages=st.integers(1, 9))  # fmt: skip


@st.composite
def consistent(draw: st.DrawFn) -> Visit:
    """Draw a visit whose placements name sightings that it has."""
    visit = draw(visits())
    kept = range(len(visit.sightings))
    placed = (replace(item, sightings=tuple(n for n in item.sightings if n in kept)) for item in visit.placements)
    return replace(visit, placements=tuple(placed))


checked = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])


@checked
@given(consistent(), st.lists(st.one_of(rows, recordings), max_size=4))
def test_nothing_that_the_program_settled_is_changed(visit: Visit, seen: list[Observation]) -> None:
    joined = with_observations(visit, tuple(seen))
    for channel in PLACED:
        before, after = visit.placement(channel), joined.placement(channel)
        if before.settled and (before.place_class is not PlaceClass.GATED or before.gate_passed):
            assert (after.place_class, after.sightings, after.certificate) == (
                before.place_class, before.sightings, before.certificate,
            )  # fmt: skip
    assert joined.pages[: len(visit.pages)] == visit.pages
    assert joined.sightings[: len(visit.sightings)] == visit.sightings


@checked
@given(consistent(), rows)
def test_an_answer_is_taken_whole_or_not_at_all(visit: Visit, item: Observation) -> None:
    assert item.channel
    joined = with_observations(visit, (item,))
    after = joined.placement(item.channel)
    other = next(channel for channel in PLACED if channel is not item.channel)
    assert joined.placement(other) == visit.placement(other)
    if why_refused(visit, item.channel, item.place_class):
        assert (after, joined.reason, joined.pages) == (visit.placement(item.channel), visit.reason, visit.pages)
        return
    assert (after.place_class, after.settled, after.observed, after.reason) == (item.place_class, True, item, None)
    assert (joined.reason, joined.kept_out) == (None, visit.reason)
    decided = [joined.sightings[number] for number in after.sightings]
    assert [(one.value, one.technique, one.for_customers) for one in decided] == [(item.value, BY_HAND, True)] * bool(item.value)
    assert all(joined.pages[one.page_id].via is Via.HAND for one in decided)


@checked
@given(consistent(), recordings)
def test_a_recording_settles_nothing_when_it_is_joined(visit: Visit, item: Observation) -> None:
    joined = with_observations(visit, (item,))
    for channel in PLACED:
        assert replace(joined.placement(channel), observed=None) == visit.placement(channel)


def test_a_chat_that_was_not_tried_is_settled_by_who_tried_it() -> None:
    placement = replace(handmade.placement(Channel.PHONE, PlaceClass.GATED), gate=GateKind.CHAT, sightings=())
    visit = handmade.visit(1, placement, handmade.placement(Channel.EMAIL, PlaceClass.HOME))
    passed = row(Channel.PHONE, PlaceClass.GATED, gate=GateKind.CHAT, gate_passed=True, clicks=None)
    after = with_observations(visit, (passed,)).placement(Channel.PHONE)
    assert (after.place_class, after.gate, after.gate_passed) == (PlaceClass.GATED, GateKind.CHAT, True)
    assert why_refused(visit, Channel.PHONE, PlaceClass.ABSENT) is None
    assert why_refused(with_observations(visit, (passed,)), Channel.PHONE, PlaceClass.ABSENT) is Refused.SETTLED


@pytest.mark.parametrize("seen", [PlaceClass.CONTACT_PAGE, PlaceClass.OTHER_PAGE, PlaceClass.LEGAL_TEXT])
def test_nobody_says_absent_of_what_the_program_met_in_plain_sight(seen: PlaceClass) -> None:
    placement = handmade.placement(Channel.PHONE, seen, reason=Reason.SEARCH_NOT_EXHAUSTED)
    visit = handmade.visit(1, placement, handmade.placement(Channel.EMAIL, PlaceClass.HOME))
    assert why_refused(visit, Channel.PHONE, PlaceClass.ABSENT) is Refused.BETTER_SEEN
    assert why_refused(visit, Channel.PHONE, PlaceClass.HOME) is None
    picture = replace(visit, sightings=(replace(visit.sightings[0], value=""), *visit.sightings[1:]))
    assert why_refused(picture, Channel.PHONE, PlaceClass.ABSENT) is None, "the picture was no number"


def test_what_a_person_wrote_of_a_person_is_masked_in_public() -> None:
    note = "belt 06-12345678 of jan.jansen@gmail.com"
    phone = row(
        Channel.PHONE, PlaceClass.CONTACT_PAGE, value="+31612345678", as_shown="06 12345678", note=note, sha256="0612345678" * 6
    )
    email = row(Channel.EMAIL, PlaceClass.HOME, value="jan.jansen@gmail.com", as_shown="jan.jansen@gmail.com")
    dossier = handmade.failed(3, Reason.BLOCKED).dossier
    assert dossier.visit
    seen = Dossier(row=dossier.row, visit=with_observations(dossier.visit, (phone, email)))
    public = json_lines.record(masked(judge(seen, norms())))
    text = json.dumps(public)
    assert [found for found in ("12345678", "jansen") if found in text.replace(phone.sha256, "")] == []
    assert (public["phone"]["observed"], public["visit"]["observations"][0]["sha256"]) == ("row", phone.sha256)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bereikbaar.sqlite"


@checked
@given(consistent(), st.lists(st.one_of(rows, recordings), min_size=1, max_size=4))
def test_the_store_keeps_both_apart(tmp_path_factory: pytest.TempPathFactory, visit: Visit, seen: list[Observation]) -> None:
    path = tmp_path_factory.mktemp("store") / "bereikbaar.sqlite"
    with Store.open(path) as store:
        store.start_run(Path("list.csv"), ROWS, {})
        store.save(visit)
        store.observe([(SHOP.id, item) for item in seen])
    with Archive(path, by_hand=False) as archive:
        assert archive.dossier(SHOP.id).visit == visit
        assert archive.observations(SHOP.id) == tuple(seen)
    with Archive(path) as archive:
        assert archive.dossier(SHOP.id).visit == with_observations(visit, tuple(seen))


def test_a_negative_of_the_programs_own_still_needs_its_proof(path: Path) -> None:
    with Store.open(path) as store:
        store.start_run(Path("list.csv"), ROWS, {})
        unproven = small_visit(
            placements=(absent(certificate=None, observed=row(Channel.PHONE, PlaceClass.ABSENT)), undetermined(Channel.EMAIL))
        )
        with pytest.raises(IncompleteCertificate):
            store.save(unproven)
        with pytest.raises(IncompleteCertificate):
            store.observe([(SHOP.id, row(Channel.PHONE, PlaceClass.ABSENT))], unproven)
        assert store.finished() == set()
    with Archive(path) as archive:
        assert archive.observations(SHOP.id) == (), "nothing half taken"


def test_an_observation_of_no_shop_takes_the_others_back(path: Path) -> None:
    with Store.open(path) as store:
        store.start_run(Path("list.csv"), ROWS, {})
        store.save(small_visit())
        seen = row(Channel.PHONE, PlaceClass.ABSENT)
        with pytest.raises(StoreError):
            store.observe([(SHOP.id, seen), ("nowhere.example", seen)])
    with Archive(path) as archive:
        assert archive.observations(SHOP.id) == ()


@checked
@given(consistent(), rows)
def test_what_a_row_settled_is_not_tried_again(tmp_path_factory: pytest.TempPathFactory, visit: Visit, item: Observation) -> None:
    assume(not visit.placement(Channel.PHONE).settled)
    path = tmp_path_factory.mktemp("store") / "bereikbaar.sqlite"
    with Store.open(path) as store:
        store.start_run(Path("list.csv"), ROWS, {})
        store.save(visit)
        before = store.outcomes()[SHOP.id]
        store.observe([(SHOP.id, item)])
        after = store.outcomes()[SHOP.id]
    place = 1 + PLACED.index(item.channel or Channel.PHONE)
    assert (after[0], after[place]) == (None, None)
    assert [why for at, why in enumerate(after) if at not in {0, place}] == [
        why for at, why in enumerate(before) if at not in {0, place}
    ]
