"""Norm packs are read strictly and know the law of a day."""

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from crawler.model.placement import PlaceClass
from crawler.model.strict import KnowledgeError
from reports.norms.norms import FOLDER, SOURCES, Proof, Status, norms

STUDY = Path(__file__).parents[2] / "shared" / "norms" / "norms.json"


def broken(tmp_path: Path, name: str, change: tuple[str, str]) -> Path:
    shutil.copytree(FOLDER, tmp_path / "packs")
    shutil.copy(FOLDER.parent / SOURCES, tmp_path / SOURCES)
    file = tmp_path / ("packs/" if name != SOURCES else "") / name
    text, count = re.subn(change[0], change[1], file.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
    assert count == 1, f"{change[0]} is not in {name}"
    file.write_text(text, encoding="utf-8")
    return tmp_path / "packs"


def test_packs_are_there_and_a_country_without_one_has_none() -> None:
    assert set(norms()) >= {"EU", "NL", "BE", "DE", "AT", "FR", "GB", "IT", "ES", "PT", "PL", "CZ", "SE", "DK", "FI"}
    assert norms().get("XX") is None


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        ("nl.toml", (r"\A", "colour = 'red'\n"), "unknown key 'colour'"),
        ("de.toml", (r'^item = "phone"', 'item = "phone"\nsinds = "2020"'), "unknown key 'sinds'"),
        ("fr.toml", (r"^rule = .*$", ""), "'rule' is missing"),
        ("be.toml", (r'^status = "required"', 'status = "needed"'), "'needed' is none of required"),
        ("at.toml", (r'^confirmed = "text"', 'confirmed = "sure"'), "'sure' is none of text"),
        ("gb.toml", (r'^country = "GB"', 'country = "UK"'), "unknown region 'UK'"),
        ("gb.toml", (r'^id = "gb"', 'id = "uk"'), "not the file's name"),
        ("nl.toml", (r'^since = "2014-06-13"', 'since = "13-06-2014"'), "no date, month or year"),
        ("nl.toml", (r'^item = "email"', 'item = "phone"'), "'phone' stands in it twice"),
        ("nl.toml", (r'"nl-thuiswinkel"', '"nl-thuiswinkle"'), "unknown source 'nl-thuiswinkle'"),
        ("eu.toml", (r'"every-page"', '"everywhere"'), "'everywhere' is none of every-page"),
        ("eu.toml", (r"^authority = .*$", "authority = 3"), "authority: int where list is expected"),
        (SOURCES, (r"^kind = .*$", "sort = 'law'"), "unknown key 'sort'"),
    ],
)
def test_a_pack_that_is_not_understood_stops_the_program_and_names_the_file(
    name: str, change: tuple[str, str], says: str, tmp_path: Path
) -> None:
    with pytest.raises(KnowledgeError, match=re.escape(says)) as caught:
        norms(broken(tmp_path, name, change))
    assert name in str(caught.value)


def test_phone_and_email_are_required_in_the_eu_countries_and_phone_only_where_available_in_britain() -> None:
    for code in ("NL", "BE", "DE", "AT", "FR", "IT", "ES", "PT", "PL", "CZ", "SE", "DK", "FI"):
        assert norms()[code].item("phone").status is Status.REQUIRED
        assert norms()[code].item("email").status is Status.REQUIRED
    phone = norms()["GB"].item("phone")
    assert phone.status is Status.REQUIRED_IF
    assert phone.condition
    assert norms()["NL"].item("carrier pigeon") is None


def test_items_have_the_law_of_the_day() -> None:
    def names(country: str, day: str) -> set[str]:
        return {item.item for item in norms()[country].on(date.fromisoformat(day))}

    assert "phone" not in names("NL", "2022-05-27")
    assert "phone" in names("NL", "2022-05-28")
    assert "withdrawal_function" not in names("NL", "2026-06-18")
    assert "withdrawal_function" in names("NL", "2026-06-19")
    assert "odr_link" not in names("FR", "2025-07-19")
    assert "opening_hours" in names("NL", "1999-01-01")


def test_a_month_without_a_known_day_counts_from_its_end() -> None:
    phone = norms()["AT"].item("phone")
    assert phone.since == "2022-07"
    assert not phone.in_force(date(2022, 7, 31))
    assert phone.in_force(date(2022, 8, 1))


def test_logical_places_are_the_packs() -> None:
    assert norms()["AT"].accepts(PlaceClass.IMPRINT) is True
    assert norms()["BE"].accepts(PlaceClass.OTHER_PAGE) is None
    assert norms()["BE"].accepts(PlaceClass.UNDETERMINED) is None
    assert norms()["BE"].accepts(PlaceClass.GATED) is False
    assert norms()["DE"].logical_places.max_clicks == 2
    assert norms()["NL"].logical_places.max_clicks is None


def test_every_rule_has_a_source_that_can_be_shown_or_is_unconfirmed() -> None:
    for norm in norms().values():
        for item in norm.items:
            assert item.source or item.confirmed is Proof.UNCONFIRMED, (norm.id, item.item)
            assert all(norm.sources[name].ref for name in item.source)
        assert norm.premium.numbers or norm.country == "EU"
        assert norm.authority
        assert norm.state == "2026-08"


def test_proof_levels_are_kept() -> None:
    assert norms()["NL"].item("phone").confirmed is Proof.SECONDARY
    assert norms()["FR"].item("phone").confirmed is Proof.TEXT


@pytest.mark.skipif(not STUDY.exists(), reason="the norm study is not beside the checkout")
def test_packs_say_what_the_study_says() -> None:
    study = json.loads(STUDY.read_text(encoding="utf-8"))["countries"]
    for code, norm in norms().items():
        told = [[item[key] or "" for key in ("item", "status", "norm", "since", "confirmed")] for item in study[code]["items"]]
        assert [[item.item, item.status, item.norm, item.since, item.confirmed] for item in norm.items] == told
        assert list(norm.logical_places.accepted) == study[code]["presentation"]["logical_places"]["accepted"]
