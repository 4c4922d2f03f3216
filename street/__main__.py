"""Serve the street by hand: `python -m street --port 8701`, or print it as a shop list with `--list`."""

import argparse
import sys
import threading

from street.server import Street, open_street


def main() -> None:
    """Serve until interrupted, or print the list."""
    parser = argparse.ArgumentParser(prog="python -m street", description=__doc__)
    parser.add_argument("--port", type=int, default=8701)
    parser.add_argument("--list", action="store_true", help="print the street as a shop list and stop")
    options = parser.parse_args()
    if options.list:
        sys.stdout.write(Street().list_csv())
        return
    with open_street(port=options.port) as street:
        sys.stdout.write(f"street of {len(street.shops)} shops: proxy {street.url}\n")
        sys.stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
