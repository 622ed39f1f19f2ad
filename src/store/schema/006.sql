-- What a path needs to know of an entity without reading the whole graph: its relations in one place, the strongest
-- first, and to how many others it is tied.

-- How strong a tie is at the most, before its age and what kind of tie it is are looked at; 0 is none.
ALTER TABLE relation ADD COLUMN strength REAL NOT NULL DEFAULT 0;
UPDATE relation SET strength = confidence * sources / (sources + 1.0)
  * CASE modality WHEN 'actual' THEN 1.0 WHEN 'claimed' THEN 0.8 WHEN 'planned' THEN 0.7 ELSE 0.4 END
  WHERE polarity = 'affirmed' AND head <> tail;

-- All that a hop's cost depends on, so that the table need not be read.
CREATE INDEX relation_out ON relation (head, strength DESC, tail, type, modality, last_date, sources, confidence)
  WHERE strength > 0;
CREATE INDEX relation_in ON relation (tail, strength DESC, head, type, modality, last_date, sources, confidence)
  WHERE strength > 0;
CREATE INDEX relation_last ON relation (last_date) WHERE strength > 0;
DROP INDEX relation_tail;
CREATE INDEX relation_pair ON relation (tail, head);

-- To how many others an affirmed relation ties an entity; kept by triggers, so that no writer has to think of it.
ALTER TABLE entity ADD COLUMN degree INTEGER NOT NULL DEFAULT 0;
UPDATE entity SET degree = d.degree FROM (
  SELECT one, count(*) AS degree FROM (
    SELECT head AS one, tail AS other FROM relation WHERE strength > 0
    UNION SELECT tail, head FROM relation WHERE strength > 0) GROUP BY one) d
WHERE entity.id = d.one;

CREATE TRIGGER relation_told AFTER UPDATE OF strength ON relation
WHEN old.strength = 0 AND new.strength > 0 AND NOT EXISTS (
  SELECT 1 FROM relation WHERE tail = new.tail AND head = new.head AND id <> new.id AND +strength > 0
  UNION ALL
  SELECT 1 FROM relation WHERE tail = new.head AND head = new.tail AND +strength > 0)
BEGIN
  UPDATE entity SET degree = degree + 1 WHERE id IN (new.head, new.tail);
END;
CREATE TRIGGER relation_gone AFTER DELETE ON relation
WHEN old.strength > 0 AND NOT EXISTS (
  SELECT 1 FROM relation WHERE tail = old.tail AND head = old.head AND +strength > 0
  UNION ALL
  SELECT 1 FROM relation WHERE tail = old.head AND head = old.tail AND +strength > 0)
BEGIN
  UPDATE entity SET degree = degree - 1 WHERE id IN (old.head, old.tail);
END;

-- The best words for a relation, without looking at all of them; modalities stand in order of their names.
DROP INDEX claim_relation;
CREATE INDEX claim_relation ON claim (relation, modality, confidence DESC);

CREATE INDEX entity_code ON entity (code) WHERE code IS NOT NULL;
