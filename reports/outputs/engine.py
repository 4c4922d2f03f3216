"""Jinja's engine with less work for each value written: a page of a shop has five hundred of them.

What it writes is the same, byte for byte. Text that is HTML already is not made HTML again, texts of the catalogue are called
without Jinja's context, and text that was escaped is remembered: labels and addresses stand on a page many times.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

TEXT = "t"
DIRECT = frozenset({TEXT, "reason_text", "gate_text"})
"""Functions of ours that want nothing of Jinja's context."""


OF_A_SHOP = frozenset({"shop.html.j2", "shop_parts.html.j2", "shop_row.html.j2"})
"""Templates that are rendered once a shop; the attributes they name are attributes, never items of a dictionary."""


class Said(dict[str, Markup]):
    """Texts without values by their keys, looked up in the catalogue when they are first asked for."""

    def __init__(self, text: Callable[[str], Markup]) -> None:
        """Take what gives a text."""
        super().__init__()
        self._text = text

    def __missing__(self, key: str) -> Markup:
        return self.setdefault(key, self._text(key))


def written(value: Any) -> str:
    """A value as it is written into a page: escaped, unless it is HTML."""
    if type(value) is Markup:
        return value
    return _escaped(value) if type(value) is str else escape(value)


@lru_cache(maxsize=8192)
def _escaped(text: str) -> str:
    return str(escape(text))


class _Generator(CodeGenerator):
    """Writes the Python of a template."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.written(")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """Templates of a single shop are given objects: nothing is looked for among items."""
        if self.name not in OF_A_SHOP:
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802 - Jinja's name
        if not isinstance(node.node, nodes.Name) or node.node.name not in DIRECT or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        asked = [*node.args, *node.kwargs]
        said = node.node.name == TEXT and len(asked) == 1
        if said:
            self.write("environment.said")
        else:
            self.visit(node.node, frame)
        self.write("[" if said else "(")
        for place, arg in enumerate(asked):
            self.write(", " if place else "")
            if isinstance(arg, nodes.Concat) and place == 0:
                self._key(arg, frame)
            else:
                self.visit(arg, frame)
        self.write("]" if said else ")")

    def _key(self, node: nodes.Concat, frame: Frame) -> None:
        """The key of a text, put together: it is looked up and never written, so nothing in it is escaped."""
        self.write("str_join((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class Engine(Environment):
    """The environment of all templates. `said` are the texts of its language."""

    code_generator_class = _Generator
    written = staticmethod(written)
    said: Said
