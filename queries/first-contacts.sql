-- The first time that each pair of states is told to have met, talked or agreed.
-- :since = 0001-01-01 -- only pairs whose first contact came on or after this day
SELECT min(day) AS day, min(head, tail) AS one, max(head, tail) AS other, type, sentence, source
FROM claims
WHERE type IN ('met-with', 'negotiates-with', 'agreed-with', 'visited') AND polarity = 'affirmed' AND modality = 'actual'
  AND head_kind = 'state' AND tail_kind = 'state' AND head_id <> tail_id AND day IS NOT NULL
GROUP BY one, other
HAVING min(day) >= :since
ORDER BY day, one, other;
