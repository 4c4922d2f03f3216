"""What a check is asked, and what it answers."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What an audit would stand on: its folder, its proxy ("" for none), and whether the network may be asked."""

    out: Path
    proxy: str = ""
    offline: bool = False

    @property
    def folder(self) -> Path:
        """The folder, or the nearest one above it that is there already."""
        return next(folder for folder in (self.out.absolute(), *self.out.absolute().parents) if folder.is_dir())


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a check found. Where something lacks: what that costs, how to mend it, and whether it stops an audit."""

    name: str
    found: str
    costs: str = ""
    mend: str = ""
    stops: bool = False

    @property
    def good(self) -> bool:
        """Whether nothing lacks."""
        return not self.costs


Check = Callable[[Ground], tuple[Finding, ...]]
"""Looks at one thing and gives one finding, or one for each thing that lacks; never raises for a machine that lacks it."""
