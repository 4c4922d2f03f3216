"""Numbers in a query that mean nothing are seen through; those that tell pages apart are not."""

import itertools

from crawler.model.capture import Capture
from crawler.model.reason import Reason
from crawler.model.sighting import Channel
from crawler.visiting.echoes import Echoes
from tests.test_visiting_walk import SHOP, TEXT, page, paths_asked, visit
from tests.walking import capture, walk

CONTACT = "https://tassen.nl/contact"


def test_a_number_that_changes_from_page_to_page_is_seen_through() -> None:
    numbers = itertools.count()

    def answer(url: str) -> Capture | Reason:
        number = next(numbers)
        links = (
            f"/{name}?_={number} {name.title()}" for name in ("contact", "klantenservice", "voorwaarden", "tassen", "winkelwagen")
        )
        path = url.removeprefix("https://tassen.nl").split("?")[0]
        return capture(url, page(*links, title=path, body=f"<p>De pagina {path}.</p>{TEXT}").encode())

    asked = [path.split("?")[0] for path in paths_asked(walk(SHOP, answer))]
    assert {path: asked.count(path) for path in ("/contact", "/klantenservice", "/voorwaarden")} == dict.fromkeys(
        ("/contact", "/klantenservice", "/voorwaarden"), 2
    )


def test_topics_of_one_script_are_all_read_though_two_of_them_are_empty() -> None:
    topics = [f"/vragen?id={number} Lees verder" for number in range(1, 5)]
    empty = page(body="<p>Dit onderwerp is nog leeg.</p>")
    site = {
        "/": page("/vragen Veelgestelde vragen"),
        "/vragen": page(*topics, title="Veelgestelde vragen"),
        **dict.fromkeys(("/vragen?id=1", "/vragen?id=2", "/vragen?id=3"), empty),
        "/vragen?id=4": page(body="<p>Bel ons op 020 555 01 39.</p>", title="Veelgestelde vragen"),
    }
    seen = visit(site)
    assert "/vragen?id=4" in paths_asked(seen)
    assert seen.placement(Channel.PHONE).seen.value == "other-page"


def test_only_the_part_that_differed_is_passed_over() -> None:
    echoes = Echoes()
    assert not echoes
    assert echoes.learn(f"{CONTACT}?a=1&n=1", f"{CONTACT}?a=1&n=2", "Contact", 3)
    assert echoes.page_of(f"{CONTACT}?n=9&a=1", "Contact") == 3
    assert echoes.page_of(f"{CONTACT}?n=9&a=2", "Contact") is None
    assert echoes.page_of(f"{CONTACT}?n=9&a=1", "Kontakt") is None
    assert echoes.page_of("https://tassen.nl/terms?n=9&a=1", "Contact") is None


def test_nothing_is_learnt_from_another_path_or_from_the_same_address() -> None:
    echoes = Echoes()
    assert not echoes.learn(f"{CONTACT}?n=1", "https://tassen.nl/terms?n=2", "Contact", 3)
    assert not echoes.learn(f"{CONTACT}?n=1", f"{CONTACT}?n=1", "Contact", 3)
    assert not echoes.learn(f"{CONTACT}?n=1", f"{CONTACT}?n=2", "", 3)
