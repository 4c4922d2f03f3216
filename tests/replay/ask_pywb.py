"""Ask pywb for addresses of a collection; runs in an environment of its own (docs/dependencies.md).

Reads addresses as JSON from standard input, writes [status, media type, location, body as base64] for each as JSON.
"""

import base64
import json
import os
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout


def answers(urls: Sequence[str]) -> list[tuple[int, str, str, str]]:
    """What the collection `shops` below the current folder holds under these addresses, as it was received."""
    from gevent import monkey  # noqa: PLC0415 - not in the environment of the tests

    monkey.patch_all()  # before anything that opens sockets is imported
    from pywb.apps.frontendapp import FrontEndApp  # noqa: PLC0415
    from werkzeug.test import Client  # noqa: PLC0415

    client = Client(FrontEndApp())
    found = [client.get(f"/shops/20261122id_/{url}") for url in urls]
    told = [(item, item.headers.get("Content-Type", ""), item.headers.get("Location", "")) for item in found]
    return [(item.status_code, kind, target, base64.b64encode(item.data).decode()) for item, kind, target in told]


if __name__ == "__main__":
    with redirect_stdout(sys.stderr):
        told = answers(json.load(sys.stdin))
    json.dump(told, sys.stdout)
    sys.stdout.flush()
    os._exit(0)  # pywb's servers have threads that do not end
