"""Chat vendors: `chats/<id>.toml`, read strictly, once. A vendor is told by the host of its script or by words in its code.

>>> next(vendor.name for vendor in chats() if vendor.serves("code.tidio.co"))
'Tidio'
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crawler.model.strict import KnowledgeError, read_folder

FOLDER = Path(__file__).parent / "chats"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatVendor:
    """A maker of chat windows. `hosts` serve its script (subdomains too); `markers` stand, as written, in a page's own code."""

    id: str
    name: str
    hosts: tuple[str, ...]
    markers: tuple[str, ...]
    source: str
    dated: str

    def serves(self, host: str) -> bool:
        """Whether the host is one of the vendor's or below it."""
        return any(host == known or host.endswith("." + known) for known in self.hosts)


@cache
def chats(folder: Path = FOLDER) -> tuple[ChatVendor, ...]:
    """All vendors, sorted by id. Raises KnowledgeError."""
    return tuple(_checked(vendor, folder / f"{name}.toml") for name, vendor in read_folder(folder, ChatVendor))


def _checked(vendor: ChatVendor, path: Path) -> ChatVendor:
    if vendor.id != path.stem:
        raise KnowledgeError(f"{path}: id {vendor.id!r} is not the file's name")
    if not vendor.hosts and not vendor.markers:
        raise KnowledgeError(f"{path}: neither hosts nor markers")
    if wrong := next((host for host in vendor.hosts if host != host.lower() or "/" in host or "." not in host), None):
        raise KnowledgeError(f"{path}: hosts: {wrong!r} is no host name in lower case")
    return vendor
