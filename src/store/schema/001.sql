-- The base tables are relgraph's own and may change; the views at the end are the public schema.

CREATE TABLE relation_type (
  name      TEXT PRIMARY KEY,
  meaning   TEXT NOT NULL,
  class     TEXT NOT NULL,      -- verbal cooperation, material conflict, ...
  quad      TEXT NOT NULL,      -- cooperation, conflict, structure
  symmetric INTEGER NOT NULL,
  plover    TEXT,
  cameo     TEXT,
  goldstein REAL
) WITHOUT ROWID;

CREATE TABLE article (
  id        INTEGER PRIMARY KEY,
  name      TEXT NOT NULL UNIQUE,
  title     TEXT,
  text      TEXT NOT NULL,
  published TEXT,
  source    TEXT,
  url       TEXT,
  origin    TEXT NOT NULL,
  words     INTEGER NOT NULL,
  hash      TEXT NOT NULL,      -- of all that came in: equal means unchanged
  story     TEXT NOT NULL       -- of the body alone: equal means a copy
);

CREATE TABLE entity (
  id       INTEGER PRIMARY KEY,
  key      TEXT NOT NULL UNIQUE,
  kind     TEXT NOT NULL,
  name     TEXT NOT NULL,
  code     TEXT,
  state    TEXT,
  known    INTEGER NOT NULL,
  generic  INTEGER NOT NULL,
  articles INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE name (
  folded  TEXT NOT NULL,
  entity  INTEGER NOT NULL REFERENCES entity ON DELETE CASCADE,
  text    TEXT NOT NULL,
  uses    INTEGER NOT NULL,     -- in how many appearances
  lexical INTEGER NOT NULL,     -- whether the lexicon gives it
  PRIMARY KEY (folded, entity, text)
) WITHOUT ROWID;
CREATE INDEX name_entity ON name (entity);

-- An entity of one article, and the node that it is taken for.
CREATE TABLE appearance (
  article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
  idx     INTEGER NOT NULL,
  entity  INTEGER NOT NULL REFERENCES entity,
  key     TEXT NOT NULL,
  kind    TEXT NOT NULL,
  name    TEXT NOT NULL,
  code    TEXT,
  state   TEXT,
  known   INTEGER NOT NULL,
  generic INTEGER NOT NULL,
  names   TEXT NOT NULL,        -- JSON: [[text, folded], ...]
  surname TEXT,
  short   INTEGER NOT NULL,
  offices TEXT NOT NULL,        -- JSON: [folded, ...]
  PRIMARY KEY (article, idx)
) WITHOUT ROWID;
CREATE INDEX appearance_entity ON appearance (entity);
CREATE INDEX appearance_surname ON appearance (surname) WHERE surname IS NOT NULL;

CREATE TABLE sentence (
  id      INTEGER PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
  start   INTEGER NOT NULL,     -- in bytes of title, blank line, text
  text    TEXT NOT NULL,
  UNIQUE (article, start)
);

CREATE TABLE relation (
  id         INTEGER PRIMARY KEY,
  head       INTEGER NOT NULL REFERENCES entity,
  type       TEXT NOT NULL REFERENCES relation_type,
  tail       INTEGER NOT NULL REFERENCES entity,
  polarity   TEXT NOT NULL,
  modality   TEXT NOT NULL DEFAULT 'actual',
  first_date TEXT,              -- as exact as it is known: 2018, 2018-09, 2018-W38, 2018-09-17
  last_date  TEXT,
  claims     INTEGER NOT NULL DEFAULT 0,
  sources    INTEGER NOT NULL DEFAULT 0,
  confidence REAL NOT NULL DEFAULT 0,
  UNIQUE (head, type, tail, polarity)
);
CREATE INDEX relation_tail ON relation (tail);
CREATE INDEX relation_type_of ON relation (type);

CREATE TABLE claim (
  id         INTEGER PRIMARY KEY,
  relation   INTEGER NOT NULL REFERENCES relation,
  article    INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
  head       INTEGER NOT NULL,  -- idx of an appearance in the article, as are tail and speaker
  tail       INTEGER NOT NULL,
  speaker    INTEGER,
  type       TEXT NOT NULL,
  polarity   TEXT NOT NULL,
  modality   TEXT NOT NULL,
  office     TEXT,
  date       TEXT,              -- when it happened, as far as the text tells
  day        TEXT,              -- its first day, else the day of publication
  sentence   INTEGER NOT NULL REFERENCES sentence ON DELETE CASCADE,
  evidence   TEXT NOT NULL,
  confidence REAL NOT NULL,
  rule       TEXT NOT NULL,
  FOREIGN KEY (article, head) REFERENCES appearance,
  FOREIGN KEY (article, tail) REFERENCES appearance,
  FOREIGN KEY (article, speaker) REFERENCES appearance
);
CREATE INDEX claim_relation ON claim (relation);
CREATE INDEX claim_article ON claim (article);
CREATE INDEX claim_sentence ON claim (sentence);

-- The public schema.

CREATE VIEW entities AS
SELECT e.id, e.key, e.kind, e.name, e.code, e.state, e.generic, e.articles,
       (SELECT group_concat(text, '; ') FROM (SELECT DISTINCT text FROM name WHERE entity = e.id AND text <> e.name ORDER BY text)) AS aliases
FROM entity e;

CREATE VIEW relations AS
SELECT r.id, r.head AS head_id, h.name AS head, h.kind AS head_kind, h.code AS head_code,
       r.type, t.class, t.quad,
       r.tail AS tail_id, l.name AS tail, l.kind AS tail_kind, l.code AS tail_code,
       r.polarity, r.modality, r.first_date, r.last_date, r.claims, r.sources, round(r.confidence, 4) AS confidence
FROM relation r
JOIN relation_type t ON t.name = r.type
JOIN entity h ON h.id = r.head
JOIN entity l ON l.id = r.tail;

CREATE VIEW claims AS
SELECT c.id, c.relation AS relation_id,
       h.entity AS head_id, he.name AS head, he.kind AS head_kind, he.code AS head_code,
       c.type, t.class, t.quad,
       l.entity AS tail_id, le.name AS tail, le.kind AS tail_kind, le.code AS tail_code,
       c.polarity, c.modality, se.name AS speaker, c.office, c.date, c.day,
       s.text AS sentence, c.evidence, round(c.confidence, 4) AS confidence, c.rule,
       a.name AS article, a.title, a.source, a.published, a.url, a.story
FROM claim c
JOIN relation_type t ON t.name = c.type
JOIN article a ON a.id = c.article
JOIN sentence s ON s.id = c.sentence
JOIN appearance h ON h.article = c.article AND h.idx = c.head
JOIN appearance l ON l.article = c.article AND l.idx = c.tail
JOIN entity he ON he.id = h.entity
JOIN entity le ON le.id = l.entity
LEFT JOIN appearance sa ON sa.article = c.article AND sa.idx = c.speaker
LEFT JOIN entity se ON se.id = sa.entity;

CREATE VIEW articles AS
SELECT a.name AS id, a.title, a.text, a.published, a.source, a.url, a.origin, a.words, a.hash, a.story,
       (SELECT count(*) FROM claim c WHERE c.article = a.id) AS claims
FROM article a;

CREATE VIEW sources AS
SELECT coalesce(a.source, '(unnamed)') AS source, count(DISTINCT a.id) AS articles, count(DISTINCT a.story) AS stories,
       min(a.published) AS first_date, max(a.published) AS last_date, count(c.id) AS claims
FROM article a
LEFT JOIN claim c ON c.article = a.id
GROUP BY 1;
