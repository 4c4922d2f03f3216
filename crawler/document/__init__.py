"""A capture parsed once into a Document; the engines stand behind `parse`."""

from crawler.document.engine import Engine
from crawler.document.parsing import is_html, is_pdf, parse

__all__ = ["Engine", "is_html", "is_pdf", "parse"]
