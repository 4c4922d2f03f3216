"""Print what each hostile page costs, dearest first: `python -m tests.hostile [WORD]`."""

import sys

from tests.hostile.pages import ODD_BYTES, PAGES, body_of
from tests.hostile.timing import LIMIT, cheapest

SALTS = range(1, 6)


def main() -> None:
    """Read each page whose name holds the word five times; print milliseconds, as on a quiet machine, of the faster time."""
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    pages = {name: [body_of(name, salt) for salt in SALTS] for name in PAGES if word in name}
    pages |= {name: [body] * len(SALTS) for name, body in ODD_BYTES.items() if word in name}
    took = sorted(((cheapest(bodies), name) for name, bodies in pages.items()), key=lambda one: -one[0].total)
    sys.stdout.write("  all ms  parse   read  page\n")
    sys.stdout.writelines(f"{1000 * one.total:8.0f}{1000 * one.parse:7.0f}{1000 * one.read:7.0f}  {name}\n" for one, name in took)
    sys.stdout.write(f"{1000 * LIMIT:8.0f} ms is the limit\n")


if __name__ == "__main__":
    main()
