-- Who holds which office for a state or body, by the articles that say so.
-- :actor entity = -- the state or body served; all if left out
SELECT tail AS serves, office, head AS official, min(day) AS first, max(day) AS last, count(*) AS claims,
       count(DISTINCT story) AS sources
FROM claims
WHERE type = 'holds-office' AND polarity = 'affirmed' AND (:actor IS NULL OR tail_id = :actor)
GROUP BY tail_id, lower(office), head_id
ORDER BY serves, claims DESC, office, official;
