-- One story told by many papers counts once, also where they cut or edit it.

-- The text of one or more articles, word for word the same.
CREATE TABLE body (
  id    INTEGER PRIMARY KEY,
  hash  TEXT NOT NULL UNIQUE,
  story TEXT NOT NULL,          -- the smallest hash of the bodies that are copies of each other
  bands BLOB NOT NULL DEFAULT x''  -- those below, eight bytes each
);
CREATE INDEX body_story ON body (story);

-- Under which a body is looked up by its likes. No reference: it would need an index as large as the table.
CREATE TABLE band (
  band INTEGER NOT NULL,
  body INTEGER NOT NULL,
  PRIMARY KEY (band, body)
) WITHOUT ROWID;

-- Two bodies of which one is a copy of the other.
CREATE TABLE copy (
  one    INTEGER NOT NULL REFERENCES body ON DELETE CASCADE,
  other  INTEGER NOT NULL REFERENCES body ON DELETE CASCADE,
  cut    INTEGER NOT NULL,      -- whether the first was cut from the second
  common REAL NOT NULL,         -- the part of all shingles that both have
  PRIMARY KEY (one, other)
) WITHOUT ROWID;
CREATE INDEX copy_other ON copy (other);

INSERT INTO body (hash, story) SELECT DISTINCT story, story FROM article ORDER BY story;
ALTER TABLE article ADD COLUMN body INTEGER REFERENCES body;
UPDATE article SET body = (SELECT id FROM body WHERE hash = article.story);
CREATE INDEX article_body ON article (body);
CREATE INDEX article_story ON article (story);
CREATE INDEX article_url ON article (url) WHERE url IS NOT NULL;

-- The public schema.

CREATE VIEW stories AS
SELECT story, count(*) AS articles, count(DISTINCT source) AS publishers,
       min(published) AS first_date, max(published) AS last_date,
       (SELECT coalesce(f.title, substr(f.text, 1, 80)) FROM article f WHERE f.story = a.story
        ORDER BY f.published IS NULL, f.published, f.name LIMIT 1) AS title,
       (SELECT group_concat(name, '; ') FROM (SELECT f.name FROM article f WHERE f.story = a.story ORDER BY f.name)) AS ids
FROM article a
GROUP BY story;
