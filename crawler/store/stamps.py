"""Stamps: what is stored of a shop bears a number that is drawn anew with every change of it, whoever makes the change.

Who works something out of a shop can keep that beside the stamp, and sees by it whether it still holds. The file itself draws them,
at random: a file that was restored from a copy, or changed by hand, never bears by chance the stamp of what it held before.
"""

from crawler.store import persons

STAMPED = (
    "visits", "pages", "sightings", "facts", "gates", "looks", "fetches", "placements", "observations", *persons.COLUMNS,
)  # fmt: skip
"""The tables that tell of a shop, beside `shops` and `rows`."""

TABLE = "CREATE TABLE stamps (shop_id TEXT PRIMARY KEY, stamp INTEGER NOT NULL) STRICT, WITHOUT ROWID"
DRAW = "INSERT INTO stamps VALUES ({shop}, random()) ON CONFLICT (shop_id) DO UPDATE SET stamp = excluded.stamp"
ALL = "INSERT INTO stamps SELECT id, random() FROM shops"


def triggers() -> tuple[str, ...]:
    """The statements that make the file draw a stamp with each change."""
    return (
        *(_trigger(table, "shop_id", event) for table in STAMPED for event in ("INSERT", "UPDATE", "DELETE")),
        *(_trigger("shops", "id", event) for event in ("INSERT", "UPDATE")),
        *(_trigger("rows", "shop_id", event) for event in ("INSERT", "UPDATE")),
    )


def _trigger(table: str, column: str, event: str) -> str:
    changed = f"{'old' if event == 'DELETE' else 'new'}.{column}"
    return f"""CREATE TRIGGER {table}_stamp_on_{event.lower()} AFTER {event} ON {table} WHEN {changed} NOT NULL
BEGIN {DRAW.format(shop=changed)}; END"""
