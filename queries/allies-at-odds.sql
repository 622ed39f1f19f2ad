-- Allies at odds: pairs that are told to be allies, or members of one body, and in conflict.
-- :least = 1 -- at least so many claims of conflict
WITH allied AS (
  SELECT min(head_id, tail_id) AS one, max(head_id, tail_id) AS other, 'ally-of' AS bond FROM relations
  WHERE type = 'ally-of' AND polarity = 'affirmed'
  UNION
  SELECT min(a.head_id, b.head_id), max(a.head_id, b.head_id), a.tail FROM relations a
  JOIN relations b ON b.tail_id = a.tail_id AND b.type = 'member-of' AND b.polarity = 'affirmed' AND b.head_id > a.head_id
  WHERE a.type = 'member-of' AND a.polarity = 'affirmed' AND a.tail_kind = 'organization'
), conflict AS (
  SELECT min(head_id, tail_id) AS one, max(head_id, tail_id) AS other, sum(claims) AS claims,
         replace(group_concat(DISTINCT type), ',', ', ') AS types, max(last_date) AS last
  FROM (SELECT * FROM relations ORDER BY type) WHERE quad = 'conflict' AND polarity = 'affirmed' GROUP BY 1, 2
)
SELECT x.name AS one, y.name AS other, replace(group_concat(DISTINCT bond), ',', ', ') AS bonds, c.types AS conflict,
       c.claims, c.last
FROM (SELECT * FROM allied ORDER BY bond) a
JOIN conflict c ON c.one = a.one AND c.other = a.other
JOIN entities x ON x.id = a.one
JOIN entities y ON y.id = a.other
WHERE c.claims >= :least
GROUP BY a.one, a.other
ORDER BY c.claims DESC, one, other;
