-- The alliances of a state or another actor: with whom, how sure, since when, and who says so.
-- :actor entity -- whose alliances, as Turkey
SELECT CASE WHEN head_id = :actor THEN tail ELSE head END AS ally,
       CASE WHEN head_id = :actor THEN tail_kind ELSE head_kind END AS kind,
       type, first_date AS first, last_date AS last, claims, sources, confidence
FROM relations
WHERE type IN ('ally-of', 'member-of') AND polarity = 'affirmed' AND :actor IN (head_id, tail_id)
ORDER BY confidence DESC, claims DESC, ally;
