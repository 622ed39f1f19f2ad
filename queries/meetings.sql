-- Who met whom in a period, with the sentence that says so.
-- :since = 0001-01-01 -- from this day on
-- :until = 9999-12-31 -- up to this day
-- :actor entity = -- only meetings of this actor; all if left out
SELECT day, head AS one, tail AS other, modality, sentence, source
FROM claims
WHERE type = 'met-with' AND polarity = 'affirmed' AND day BETWEEN :since AND :until
  AND (:actor IS NULL OR :actor IN (head_id, tail_id))
ORDER BY day, one, other, article;
