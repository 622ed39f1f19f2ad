-- Conflict and cooperation by pair of actors and month, with the share of conflict.
-- :actor entity = -- only pairs with this actor; all if left out
-- :since = 0001-01-01 -- from this day on
-- :until = 9999-12-31 -- up to this day
SELECT substr(day, 1, 7) AS month,
       min(head, tail) AS one, max(head, tail) AS other,
       sum(quad = 'cooperation') AS cooperation, sum(quad = 'conflict') AS conflict,
       round(1.0 * sum(quad = 'conflict') / count(*), 2) AS share
FROM claims
WHERE quad <> 'structure' AND polarity = 'affirmed' AND day BETWEEN :since AND :until
  AND head_id <> tail_id AND (:actor IS NULL OR :actor IN (head_id, tail_id))
  AND head_kind IN ('state', 'organization', 'group') AND tail_kind IN ('state', 'organization', 'group')
GROUP BY month, one, other
ORDER BY month, count(*) DESC, one, other;
