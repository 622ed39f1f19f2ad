-- Visits: who went where and when, with the sentence that says so.
-- :since = 0001-01-01 -- from this day on
-- :until = 9999-12-31 -- up to this day
-- :actor entity = -- only visits by or to this actor; all if left out
SELECT day, head AS visitor, tail AS visited, modality, sentence, source
FROM claims
WHERE type = 'visited' AND polarity = 'affirmed' AND day BETWEEN :since AND :until
  AND (:actor IS NULL OR :actor IN (head_id, tail_id))
ORDER BY day, visitor, visited, article;
