"""Shop platforms: `platforms/<id>.toml`, read strictly, once: the makers of shop software and their own hosts.

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

    `phones` (E.164) and `names` are the maker's, never the shop's.
    """

    id: str
    name: str
    names: tuple[str, ...]
    domains: tuple[str, ...]
    shop_suffixes: tuple[str, ...]
    phones: tuple[str, ...]
    source: str
    dated: str


@cache
def platforms(folder: Path = FOLDER) -> tuple[Platform, ...]:
    """All platforms, sorted by id. Raises KnowledgeError."""
    return tuple(_checked(platform, folder / f"{name}.toml") for name, platform in read_folder(folder, Platform))


def _checked(platform: Platform, path: Path) -> Platform:
    if platform.id != path.stem:
        raise KnowledgeError(f"{path}: id {platform.id!r} is not the file's name")
    return platform
