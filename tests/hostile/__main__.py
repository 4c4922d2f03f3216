"""Print what each hostile page costs, dearest first: `python -m tests.hostile [WORD]`."""

import sys

from tests.hostile.pages import ODD_BYTES, PAGES, body_of
from tests.hostile.timing import limit, seconds


def main() -> None:
    """Read each page whose name holds the word twice and print the milliseconds of the faster time."""
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    pages = {name: [body_of(name, salt) for salt in (1, 2)] for name in PAGES if word in name}
    pages |= {name: [body, body] for name, body in ODD_BYTES.items() if word in name}
    took = sorted(((min(map(seconds, bodies)), name) for name, bodies in pages.items()), reverse=True)
    sys.stdout.writelines(f"{1000 * spent:7.0f} ms  {name}\n" for spent, name in took)
    sys.stdout.write(f"{1000 * limit():7.0f} ms  is the limit now\n")


if __name__ == "__main__":
    main()
