-- What an article is written in, who wrote it, and what another coder took from it.

ALTER TABLE article ADD COLUMN language TEXT;   -- ISO 639-3; only eng is coded
ALTER TABLE article ADD COLUMN byline TEXT;
ALTER TABLE article ADD COLUMN events TEXT;     -- JSON: the records of events that came in instead of a text

-- The public schema.

DROP VIEW articles;
CREATE VIEW articles AS
SELECT a.name AS id, a.title, a.text, a.published, a.source, a.url, a.byline, a.language, a.origin, a.words, a.hash, a.story,
       (SELECT count(*) FROM claim c WHERE c.article = a.id) AS claims
FROM article a;
