"""The languages whose words stand in for those of one that has no file.

>>> words_for("nl"), words_for("nb"), words_for("eo")
(('nl',), ('da', 'sv'), ())
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from crawler.knowledge.languages import languages
from crawler.model.strict import KnowledgeError, read_facts

FILE = Path(__file__).with_suffix(".toml")


def words_for(code: str) -> tuple[str, ...]:
    """The languages whose words are looked for in a text of this one: itself, its nearest where it has none, or nobody's."""
    return (code,) if code in languages() else nearest().get(code, ())


@cache
def nearest(path: Path = FILE) -> Mapping[str, tuple[str, ...]]:
    """The nearest languages with words, for those that had none when the file was written. Raises KnowledgeError."""
    table = {code: tuple(near) for code, near in read_facts(path)["nearest"].items()}
    for code, near in table.items():
        if not set(near) <= set(languages()):
            raise KnowledgeError(f"{path}: nearest.{code}: languages with words are expected")
    return MappingProxyType(table)
