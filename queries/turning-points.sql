-- Pairs of states that turned from cooperation to conflict, or back, from one month to the next.
-- :least = 2 -- at least so many claims in each of the two months
WITH months AS (
  SELECT substr(day, 1, 7) AS month, min(head, tail) AS one, max(head, tail) AS other,
         sum(quad = 'cooperation') AS cooperation, sum(quad = 'conflict') AS conflict, count(*) AS claims
  FROM claims
  WHERE quad <> 'structure' AND polarity = 'affirmed' AND day IS NOT NULL
    AND head_kind = 'state' AND tail_kind = 'state' AND head_id <> tail_id
  GROUP BY 1, 2, 3
), steps AS (
  SELECT *, lag(month) OVER pair AS before, lag(conflict > cooperation) OVER pair AS was, lag(claims) OVER pair AS told
  FROM months
  WINDOW pair AS (PARTITION BY one, other ORDER BY month)
)
SELECT one, other, before, month, CASE WHEN conflict > cooperation THEN 'to conflict' ELSE 'to cooperation' END AS turned,
       cooperation, conflict
FROM steps
WHERE was IS NOT NULL AND was <> (conflict > cooperation) AND claims >= :least AND told >= :least
ORDER BY month, one, other;
