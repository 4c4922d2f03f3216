"""Ask pywb for addresses of a collection; runs in an environment of its own (docs/dependencies.md).

Reads addresses as JSON from standard input, writes [status, media type, location, body as base64] for each as JSON.
"""

from gevent import monkey

monkey.patch_all()  # before anything that opens sockets is imported

import base64  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402
from contextlib import redirect_stdout  # noqa: E402

from pywb.apps.frontendapp import FrontEndApp  # noqa: E402
from werkzeug.test import Client  # noqa: E402

urls = json.load(sys.stdin)
with redirect_stdout(sys.stderr):
    client = Client(FrontEndApp())
    answers = [client.get(f"/shops/20261122id_/{url}") for url in urls]
told = [
    (answer.status_code, answer.headers.get("Content-Type", ""), answer.headers.get("Location", ""), base64.b64encode(answer.data))
    for answer in answers
]
json.dump([(status, kind, target, body.decode()) for status, kind, target, body in told], sys.stdout)
sys.stdout.flush()
os._exit(0)  # its servers have threads that do not end
