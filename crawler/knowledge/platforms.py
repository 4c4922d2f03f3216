"""Shop platforms: `platforms/<id>.toml`, read strictly, once: the makers of shop software, their own hosts, and the marks of shops.

>>> next(platform.name for platform in platforms() if platform.id == "shopify")
'Shopify'
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crawler.model.strict import KnowledgeError, read_folder

FOLDER = Path(__file__).parent / "platforms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A maker of shop software. `domains` are its own sites, `shop_suffixes` end the host of shops without a domain of their own.

    `phones` (E.164) and `names` are the maker's, never the shop's. A page of a shop is told by words of its generator (lower
    case), by `script_hosts` that serve its scripts and pictures (subdomains too), by `paths` in their addresses (lower case), and
    by `markers` that stand, as written, in its own code.
    """

    id: str
    name: str
    names: tuple[str, ...]
    domains: tuple[str, ...]
    shop_suffixes: tuple[str, ...]
    phones: tuple[str, ...]
    generators: tuple[str, ...]
    script_hosts: tuple[str, ...]
    paths: tuple[str, ...]
    markers: tuple[str, ...]
    source: str
    dated: str


@cache
def platforms(folder: Path = FOLDER) -> tuple[Platform, ...]:
    """All platforms, sorted by id. Raises KnowledgeError."""
    return tuple(_checked(platform, folder / f"{name}.toml") for name, platform in read_folder(folder, Platform))


def _checked(platform: Platform, path: Path) -> Platform:
    if platform.id != path.stem:
        raise KnowledgeError(f"{path}: id {platform.id!r} is not the file's name")
    addresses = (*platform.generators, *platform.script_hosts, *platform.paths)
    if not addresses:
        raise KnowledgeError(f"{path}: nothing tells its shops: neither generators nor script_hosts nor paths")
    if wrong := next((text for text in addresses if text != text.lower()), None):
        raise KnowledgeError(f"{path}: {wrong!r} is not in lower case")
    if wrong := next((host for host in platform.script_hosts if "/" in host or "." not in host), None):
        raise KnowledgeError(f"{path}: script_hosts: {wrong!r} is no host name")
    return platform
