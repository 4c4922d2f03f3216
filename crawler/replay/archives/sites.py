"""The sites whose home pages are in the archives: the shops, where no list tells them."""

from collections.abc import Iterable

from crawler.knowledge.hosts import registrable_domain


def sites(homes: Iterable[tuple[str, str]]) -> list[str]:
    """One address for each registrable domain: its own home page, else that of its shortest host; in the order of the domains.

    >>> sites([("blog.shop.nl", "https://blog.shop.nl/"), ("shop.nl", "https://www.shop.nl/")])
    ['https://www.shop.nl/']
    """
    best: dict[str, tuple[int, str, str]] = {}
    for host, url in homes:
        domain = registrable_domain(host.partition(":")[0])
        if domain:
            here = (host.count("."), host, url)
            best[domain] = min(best.get(domain, here), here)
    return [url for _, (_, _, url) in sorted(best.items())]
