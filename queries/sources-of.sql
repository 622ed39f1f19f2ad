-- Which sources speak of a pair of actors, and whether of cooperation or of conflict.
-- :one entity -- the first actor
-- :other entity -- the second actor
SELECT coalesce(source, '(unnamed)') AS source, count(DISTINCT story) AS stories, count(*) AS claims,
       sum(quad = 'cooperation') AS cooperation, sum(quad = 'conflict') AS conflict, min(day) AS first, max(day) AS last
FROM claims
WHERE polarity = 'affirmed'
  AND ((head_id = :one AND tail_id = :other) OR (head_id = :other AND tail_id = :one))
GROUP BY 1
ORDER BY claims DESC, source;
