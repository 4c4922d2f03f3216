-- The tables of a run: one file is one run over one list. What they mean: the records of crawler/model, field by field.
CREATE TABLE runs (
    number INTEGER PRIMARY KEY, list_path TEXT NOT NULL, started_at TEXT NOT NULL, settings TEXT NOT NULL
) STRICT;
CREATE TABLE shops (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, url TEXT NOT NULL, country TEXT, language TEXT, tags TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE rows (
    position INTEGER PRIMARY KEY, line INTEGER NOT NULL, cells TEXT NOT NULL, shop_id TEXT UNIQUE REFERENCES shops(id),
    reason TEXT, message TEXT NOT NULL
) STRICT;
CREATE TABLE attempts (shop_id TEXT PRIMARY KEY REFERENCES shops(id), count INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE visits (
    shop_id TEXT NOT NULL REFERENCES shops(id), number INTEGER NOT NULL, started_at TEXT NOT NULL, finished_at TEXT NOT NULL,
    reason TEXT, detail TEXT NOT NULL, findings TEXT NOT NULL, rendered INTEGER NOT NULL, warc TEXT NOT NULL,
    versions TEXT NOT NULL, links BLOB NOT NULL,
    PRIMARY KEY (shop_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE pages (
    shop_id TEXT NOT NULL, visit INTEGER NOT NULL, id INTEGER NOT NULL, url TEXT NOT NULL, final_url TEXT NOT NULL,
    status INTEGER NOT NULL, kinds TEXT NOT NULL, title TEXT NOT NULL, h1 TEXT NOT NULL, language TEXT NOT NULL,
    clicks INTEGER, reached_by TEXT NOT NULL, from_page INTEGER, via TEXT NOT NULL, body_sha256 TEXT NOT NULL,
    text_sha256 TEXT NOT NULL, text_chars INTEGER NOT NULL, warc_offset INTEGER, fetched_at TEXT NOT NULL,
    forwarding INTEGER NOT NULL, own_site INTEGER NOT NULL, document INTEGER NOT NULL, rendered INTEGER NOT NULL,
    problems TEXT NOT NULL,
    PRIMARY KEY (shop_id, visit, id),
    FOREIGN KEY (shop_id, visit) REFERENCES visits(shop_id, number) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE sightings (
    shop_id TEXT NOT NULL, visit INTEGER NOT NULL, number INTEGER NOT NULL, page_id INTEGER NOT NULL, channel TEXT NOT NULL,
    value TEXT NOT NULL, as_shown TEXT NOT NULL, place TEXT NOT NULL, owner TEXT NOT NULL, use TEXT NOT NULL, gate TEXT,
    closed INTEGER NOT NULL, written_out INTEGER NOT NULL, section TEXT NOT NULL, selector TEXT NOT NULL,
    snippet TEXT NOT NULL, label TEXT NOT NULL, technique TEXT NOT NULL, decoder TEXT NOT NULL, owner_reason TEXT NOT NULL,
    use_reason TEXT NOT NULL, confidence REAL NOT NULL,
    PRIMARY KEY (shop_id, visit, number),
    FOREIGN KEY (shop_id, visit, page_id) REFERENCES pages(shop_id, visit, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE facts (
    shop_id TEXT NOT NULL, visit INTEGER NOT NULL, number INTEGER NOT NULL, page_id INTEGER NOT NULL, kind TEXT NOT NULL,
    value TEXT NOT NULL, as_shown TEXT NOT NULL, place TEXT NOT NULL, label TEXT NOT NULL, selector TEXT NOT NULL,
    snippet TEXT NOT NULL, technique TEXT NOT NULL, valid INTEGER,
    PRIMARY KEY (shop_id, visit, number),
    FOREIGN KEY (shop_id, visit, page_id) REFERENCES pages(shop_id, visit, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE gates (
    shop_id TEXT NOT NULL, visit INTEGER NOT NULL, number INTEGER NOT NULL, page_id INTEGER NOT NULL, kind TEXT NOT NULL,
    vendor TEXT NOT NULL, passed INTEGER NOT NULL, selector TEXT NOT NULL, snippet TEXT NOT NULL,
    PRIMARY KEY (shop_id, visit, number),
    FOREIGN KEY (shop_id, visit, page_id) REFERENCES pages(shop_id, visit, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE looks (
    shop_id TEXT NOT NULL, visit INTEGER NOT NULL, number INTEGER NOT NULL, page_id INTEGER NOT NULL,
    sighting INTEGER NOT NULL, viewport TEXT NOT NULL, box TEXT, visible INTEGER NOT NULL, why_not TEXT NOT NULL,
    contrast REAL, above_fold INTEGER, picture TEXT NOT NULL,
    PRIMARY KEY (shop_id, visit, number),
    FOREIGN KEY (shop_id, visit, page_id) REFERENCES pages(shop_id, visit, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE fetches (
    shop_id TEXT NOT NULL, visit INTEGER NOT NULL, number INTEGER NOT NULL, url TEXT NOT NULL, status INTEGER NOT NULL,
    reason TEXT, detail TEXT NOT NULL, at TEXT NOT NULL, page_id INTEGER,
    PRIMARY KEY (shop_id, visit, number),
    FOREIGN KEY (shop_id, visit) REFERENCES visits(shop_id, number) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE TABLE placements (
    shop_id TEXT NOT NULL, visit INTEGER NOT NULL, number INTEGER NOT NULL, channel TEXT NOT NULL, place_class TEXT NOT NULL,
    seen TEXT NOT NULL, settled INTEGER NOT NULL CHECK (settled IN (0, 1)), reason TEXT, clicks INTEGER, path TEXT NOT NULL,
    likely_path TEXT NOT NULL, sightings TEXT NOT NULL, gate TEXT, gate_passed INTEGER NOT NULL, notes TEXT NOT NULL,
    searched_kinds TEXT, searched_links TEXT, pages_read INTEGER, viewports TEXT, failed_own_resources TEXT,
    failed_other_resources TEXT, second_parse INTEGER, decoders TEXT, documents_read INTEGER, documents_unread TEXT,
    gates_met TEXT, budget_left INTEGER, problems TEXT,
    PRIMARY KEY (shop_id, visit, number),
    UNIQUE (shop_id, visit, channel),
    FOREIGN KEY (shop_id, visit) REFERENCES visits(shop_id, number) ON DELETE CASCADE,
    CONSTRAINT settled_or_undetermined CHECK (place_class = CASE settled WHEN 1 THEN seen ELSE 'undetermined' END),
    CONSTRAINT unsettled_has_a_reason CHECK (settled = 1 OR reason IS NOT NULL)
) STRICT, WITHOUT ROWID;
