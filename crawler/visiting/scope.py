"""Which addresses belong to the shop: same registrable domain, or a domain that carries its name."""

from crawler.knowledge.hosts import registrable_domain
from crawler.visiting.addresses import rules, split


def host_of(url: str) -> str:
    """The host name of an http(s) URL in lower case, an empty string when it cannot be read."""
    parts = split(url)
    return parts.host if parts else ""


def same_site(one: str, other: str) -> bool:
    """Whether two URLs have the same registrable domain."""
    return registrable_domain(host_of(one)) == registrable_domain(host_of(other)) != ""


def help_desk(url: str) -> bool:
    """Whether the host is one of a help-desk vendor, under which shops keep their service pages."""
    return _under(host_of(url), rules().help_desks)


def answers_elsewhere(url: str) -> bool:
    """Whether the host is a messenger, a social network or a form builder: a channel of its own, no page of the shop."""
    return _under(host_of(url), rules().answering)


def _under(host: str, names: tuple[str, ...]) -> bool:
    return any(host == name or host.endswith("." + name) for name in names)


def sister(shop_url: str, url: str) -> bool:
    """Whether another domain carries the shop's own name: shop.nl and shop.com, or shop-service.nl.

    >>> sister("https://shopje.nl/", "https://www.shopje.com/contact"), sister("https://shopje.nl/", "https://other.com/")
    (True, False)
    """
    own, other = _label(shop_url), _label(url)
    return own == other or (len(own) >= 5 and own in other.split("-"))


def _label(url: str) -> str:
    return registrable_domain(host_of(url)).split(".", 1)[0]
