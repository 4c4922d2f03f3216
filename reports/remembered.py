"""Answers about the verdict in hand, worked out once: a dozen tables and the page of the shop ask for the same ones."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from reports.verdict import Verdict

Asked = TypeVar("Asked", bound=Callable[..., Any])


def remembered(answer: Asked) -> Asked:
    """Let a function of a verdict, and of further arguments that can be keys, remember what it said of the last verdict.

    One verdict is kept, whatever the run; it must not be changed, which none can be.
    """
    last: Verdict | None = None
    said: dict[tuple[Any, ...], Any] = {}

    @wraps(answer)
    def once(verdict: Verdict, *more: Any) -> Any:
        nonlocal last
        if verdict is not last:
            last = verdict
            said.clear()
        if more not in said:
            said[more] = answer(verdict, *more)
        return said[more]

    return cast("Asked", once)
