"""Scrapy's handler of HTTP/1.1, imported in a thread.

While it is imported, Scrapy has `inspect` read the source of each frame above it, and look through all modules for each of them:
most of a second below a command of ours. A thread has few frames.
"""

from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

with ThreadPoolExecutor(1) as thread:
    thread.submit(import_module, "scrapy.core.downloader.handlers.http11").result()

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    TunnelError,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
    _ScrapyAgent,
)

__all__ = [
    "HTTP11DownloadHandler",
    "TunnelError",
    "_LenientHTTP11ClientFactory",
    "_LenientHTTP11ClientProtocol",
    "_LenientHTTPClientParser",
    "_ScrapyAgent",
]
