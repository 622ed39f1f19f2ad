-- Third parties of a pair: who cooperates with both, who is in conflict with both, who sides with one.
-- :one entity -- the first actor
-- :other entity -- the second actor
WITH tie AS (
  SELECT CASE WHEN head_id IN (:one, :other) THEN tail_id ELSE head_id END AS third,
         CASE WHEN head_id = :one OR tail_id = :one THEN 1 ELSE 2 END AS side,
         CASE quad WHEN 'cooperation' THEN claims ELSE -claims END AS weight
  FROM relations
  WHERE quad <> 'structure' AND polarity = 'affirmed'
    AND (head_id IN (:one, :other)) + (tail_id IN (:one, :other)) = 1
), sums AS (
  SELECT third, sum(CASE side WHEN 1 THEN weight END) AS with_one, sum(CASE side WHEN 2 THEN weight END) AS with_other
  FROM tie GROUP BY third
)
SELECT e.name AS third_party, e.kind, with_one, with_other,
       CASE WHEN with_one > 0 AND with_other > 0 THEN 'with both'
            WHEN with_one < 0 AND with_other < 0 THEN 'against both'
            WHEN with_one > with_other THEN 'with the first'
            WHEN with_one < with_other THEN 'with the second'
            ELSE 'undecided' END AS stands
FROM sums JOIN entities e ON e.id = third
WHERE with_one IS NOT NULL AND with_other IS NOT NULL AND e.kind IN ('state', 'official', 'organization', 'group')
ORDER BY abs(with_one) + abs(with_other) DESC, third_party;
