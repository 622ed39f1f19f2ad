-- Resolving across articles, and what people decide about it.

-- The key under which an appearance is resolved: its own, unless a surname was linked to a person or
-- a decision moved the mention.
ALTER TABLE appearance ADD COLUMN part TEXT NOT NULL DEFAULT '';
UPDATE appearance SET part = CASE WHEN short THEN (SELECT key FROM entity WHERE id = appearance.entity) ELSE key END;
ALTER TABLE appearance ADD COLUMN ground TEXT;  -- why a surname was linked
CREATE INDEX appearance_part ON appearance (part, entity);
CREATE INDEX appearance_key ON appearance (key, article);

-- What all appearances of a key come to; counted, so that an article can be taken back.
CREATE TABLE trait (
  key   TEXT NOT NULL,
  kind  TEXT NOT NULL,          -- name, state, office, near, year, surname, known, short
  value TEXT NOT NULL,
  uses  INTEGER NOT NULL,
  PRIMARY KEY (key, kind, value)
) WITHOUT ROWID;
CREATE INDEX trait_surname ON trait (value, key) WHERE kind = 'surname';

-- Keys are only compared where they share a block that is not too full.
CREATE TABLE block (
  block TEXT NOT NULL,
  key   TEXT NOT NULL,
  PRIMARY KEY (block, key)
) WITHOUT ROWID;
CREATE INDEX block_key ON block (key);

-- Two keys that were compared, one < other.
CREATE TABLE pair (
  one     TEXT NOT NULL,
  other   TEXT NOT NULL,
  verdict TEXT NOT NULL,        -- same, doubtful, different
  score   REAL NOT NULL,
  reasons TEXT NOT NULL,        -- JSON: [{weight, text}, ...]
  PRIMARY KEY (one, other)
) WITHOUT ROWID;
CREATE INDEX pair_other ON pair (other);
CREATE INDEX pair_doubtful ON pair (score DESC) WHERE verdict <> 'different';

-- Keys whose entity bears another key.
CREATE TABLE cluster (
  key    TEXT PRIMARY KEY,
  entity TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX cluster_entity ON cluster (entity);

-- The persons among whom a surname was last told apart.
CREATE TABLE surname (
  surname TEXT PRIMARY KEY,
  persons TEXT NOT NULL
) WITHOUT ROWID;

-- What a person decided. Rows are never changed but to say that one was taken back.
CREATE TABLE decision (
  id       INTEGER PRIMARY KEY,
  act      TEXT NOT NULL,       -- merge, split, move, forbid, rename, alias
  one      TEXT NOT NULL,       -- keys of entities, as are other and parts
  other    TEXT,
  name     TEXT,
  articles TEXT NOT NULL,       -- JSON: [id, ...]
  parts    TEXT NOT NULL,       -- JSON: [key, ...]
  label    TEXT,
  made     TEXT NOT NULL,       -- UTC, to the second
  undone   TEXT
);

CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- The public schema: an entity that was merged with its neighbour has nothing to do with itself.

DROP VIEW relations;
CREATE VIEW relations AS
SELECT r.id, r.head AS head_id, h.name AS head, h.kind AS head_kind, h.code AS head_code,
       r.type, t.class, t.quad,
       r.tail AS tail_id, l.name AS tail, l.kind AS tail_kind, l.code AS tail_code,
       r.polarity, r.modality, r.first_date, r.last_date, r.claims, r.sources, round(r.confidence, 4) AS confidence
FROM relation r
JOIN relation_type t ON t.name = r.type
JOIN entity h ON h.id = r.head
JOIN entity l ON l.id = r.tail
WHERE r.head <> r.tail;

CREATE VIEW decisions AS
SELECT id, CASE act WHEN 'move' THEN 'split' ELSE act END AS decision, one AS entity, other, name,
       (SELECT group_concat(value, '; ') FROM json_each(articles)) AS articles, made, undone
FROM decision;
