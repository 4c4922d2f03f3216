"""Serve the fake shops on loopback, to audit them or to look at them; or print them as a shop list."""

import argparse
import contextlib
import sys
import threading

from street.server import Street, open_street

EPILOG = """\
The street answers as a forward proxy, so its shops keep their own host names:

  python -m street --port 8701
  curl -x http://127.0.0.1:8701 http://fietsen-de-ketting.example/
  chromium --proxy-server=http://127.0.0.1:8701 --user-data-dir=/tmp/street http://fietsen-de-ketting.example/
  python -m street --list > street.csv
  bereikbaar audit street.csv --out results --proxy http://127.0.0.1:8701 --rate 0
"""
LOOK = """\
{count} shops stand at the proxy {url}. Look at one with
  curl -x {url} {shop}
or set that proxy in a browser and open {shop}
Print all addresses with: python -m street --list. Stop with Ctrl-C.
"""


def main() -> int:
    """Serve until interrupted, or print the list. Gives the exit status: 2 when the port cannot be used."""
    options = _options()
    if options.list:
        sys.stdout.write(Street().list_csv())
        return 0
    try:
        with open_street(port=options.port) as street:
            _serve(street)
    except OSError as error:
        sys.stderr.write(f"street: {error.strerror}\n")
        return 2
    return 0


def _serve(street: Street) -> None:
    first = next(iter(street.shops.values()))
    sys.stdout.write(LOOK.format(count=len(street.shops), url=street.url, shop=first.url))
    sys.stdout.flush()
    with contextlib.suppress(KeyboardInterrupt):
        threading.Event().wait()
    trapped = [hit for host in street.shops for hit in street.trapped(host)]
    sys.stdout.write(f"\n{len(street.journal)} requests were met, {len(trapped)} of them on a link that acts or is barred.\n")
    sys.stdout.writelines(f"  {hit.method} {hit.host}{hit.path}\n" for hit in trapped)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m street", description=__doc__, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--port", type=int, default=8701, help="port on loopback (default 8701; 0: any that is free)")
    parser.add_argument("--list", action="store_true", help="print the shops as a list for an audit, and stop")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
