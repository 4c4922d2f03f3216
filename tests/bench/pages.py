"""The pages that are crawled: the shared ones where they exist, else generated ones of like size and weight."""

from pathlib import Path

SHARED = Path(__file__).resolve().parents[3] / "shared" / "bench" / "site"
PRODUCTS = 16
CARDS = 610
"""Product cards a generated page: about 250 kB, as the mean of the shared pages."""


def pages() -> dict[str, bytes]:
    """Give path -> bytes of one shop."""
    found = {f"/{file.name}": file.read_bytes() for file in sorted(SHARED.glob("*.html"))}
    if not found:
        names = ["index", "contact", "voorwaarden", "retour", *(f"p{number}" for number in range(PRODUCTS))]
        found = {f"/{name}.html": _page(name, names).encode() for name in names}
    return found | {"/": found["/index.html"]}


def _page(name: str, names: list[str]) -> str:
    links = "".join(f'<li class="menu-item"><a href="/{other}.html">{other}</a></li>' for other in names)
    cards = "".join(_card(number, names[number % len(names)]) for number in range(CARDS))
    return (
        f'<!doctype html><html lang="nl"><head><title>{name}</title></head><body>'
        f'<header class="site-header"><nav><ul>{links}</ul></nav></header><main><h1>{name}</h1>{cards}</main>'
        '<footer><a href="/contact.html">Contact</a> <a href="/voorwaarden.html">Algemene voorwaarden</a>'
        "<p>Winkel B.V., Dorpsstraat 1, 1234 AB Ons Dorp. Tel. 010 555 01 90, winkel@bench.test</p></footer></body></html>"
    )


def _card(number: int, target: str) -> str:
    return (
        f'<article class="card product-card" data-sku="{number:08d}" data-price="{number}.95"><a class="card__link" '
        f'href="/{target}.html"><img class="card__image" src="/img/{number}.webp" alt="Artikel {number}" width="300" height="300">'
        f'<h3 class="card__title">Artikel {number}</h3></a><p class="card__text">Een degelijk artikel, maat {number % 60}, kleur '
        f'nummer {number % 12}, vandaag besteld is morgen in huis.</p><span class="price">&euro; {number},95</span></article>'
    )
