-- Who sells arms and strategic goods to whom: suppliers and buyers of each weapons system or good.
-- :actor entity = -- only the trade of this actor; all if left out
SELECT m.name AS goods,
       (SELECT group_concat(name, ', ') FROM (SELECT DISTINCT h.name FROM relation s JOIN entity h ON h.id = s.head
         WHERE s.tail = m.id AND s.type = 'supplied' AND s.polarity = 'affirmed' ORDER BY h.name)) AS suppliers,
       (SELECT group_concat(name, ', ') FROM (SELECT DISTINCT h.name FROM relation s JOIN entity h ON h.id = s.head
         WHERE s.tail = m.id AND s.type = 'purchased' AND s.polarity = 'affirmed' ORDER BY h.name)) AS buyers,
       sum(r.claims) AS claims, max(r.sources) AS sources, min(r.first_date) AS first, max(r.last_date) AS last
FROM entity m
JOIN relation r ON r.tail = m.id AND r.type IN ('supplied', 'purchased') AND r.polarity = 'affirmed'
WHERE m.kind = 'materiel' AND (:actor IS NULL OR m.id IN (SELECT tail FROM relation WHERE head = :actor))
GROUP BY m.id
ORDER BY claims DESC, goods;
