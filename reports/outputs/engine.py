"""Jinja's engine with less work for each value written: a page of a shop has five hundred of them.

What it writes is the same, byte for byte. Text that is HTML already is not made HTML again, texts of the catalogue are called
without Jinja's context, and text that was escaped is remembered: labels and addresses stand on a page many times.
"""

from functools import lru_cache
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

DIRECT = frozenset({"t", "reason_text", "gate_text"})
"""Functions of ours that want nothing of Jinja's context."""


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

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802 - Jinja's name
        if not isinstance(node.node, nodes.Name) or node.node.name not in DIRECT or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for place, arg in enumerate([*node.args, *node.kwargs]):
            self.write(", " if place else "")
            if isinstance(arg, nodes.Concat) and place == 0:
                self._key(arg, frame)
            else:
                self.visit(arg, frame)
        self.write(")")

    def _key(self, node: nodes.Concat, frame: Frame) -> None:
        """The key of a text, put together: it is looked up and never written, so nothing in it is escaped."""
        self.write("str_join((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class Engine(Environment):
    """The environment of all templates."""

    code_generator_class = _Generator
    written = staticmethod(written)
