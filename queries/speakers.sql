-- Who says what of whom: claims that are put into somebody's mouth.
-- :speaker entity = -- only what this one says; all if left out
SELECT c.speaker, c.head, c.type, c.tail, c.polarity, c.day, c.sentence, c.source
FROM claims c
WHERE c.speaker IS NOT NULL AND (:speaker IS NULL OR c.speaker = (SELECT name FROM entities WHERE id = :speaker))
ORDER BY c.speaker, c.day, c.article, c.head, c.type, c.tail;
