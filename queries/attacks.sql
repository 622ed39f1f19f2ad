-- Attacks by attacker and target and month, with how many sources tell of them.
-- :since = 0001-01-01 -- from this day on
-- :until = 9999-12-31 -- up to this day
-- :actor entity = -- only attacks by or on this actor; all if left out
SELECT substr(day, 1, 7) AS month, head AS attacker, tail AS target, count(*) AS claims, count(DISTINCT story) AS sources
FROM claims
WHERE type = 'attacks' AND polarity = 'affirmed' AND modality IN ('actual', 'claimed') AND day BETWEEN :since AND :until
  AND (:actor IS NULL OR :actor IN (head_id, tail_id))
GROUP BY month, head_id, tail_id
ORDER BY month, claims DESC, attacker, target;
