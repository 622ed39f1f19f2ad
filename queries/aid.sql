-- Who aids whom, whether done, planned or only promised, with the latest sentence.
-- :actor entity = -- only aid by or to this actor; all if left out
SELECT r.head AS giver, r.tail AS receiver, r.modality, r.first_date AS first, r.last_date AS last, r.claims, r.sources,
       (SELECT sentence FROM claims c WHERE c.relation_id = r.id ORDER BY day DESC, confidence DESC, article LIMIT 1) AS latest
FROM relations r
WHERE r.type = 'aided' AND r.polarity = 'affirmed' AND (:actor IS NULL OR :actor IN (r.head_id, r.tail_id))
ORDER BY r.claims DESC, giver, receiver;
