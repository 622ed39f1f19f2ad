-- Sanctions: who punishes whom, whether done, planned or only possible, with the latest sentence.
-- :actor entity = -- only sanctions by or on this actor; all if left out
SELECT r.head AS by_whom, r.tail AS on_whom, r.modality, r.first_date AS first, r.last_date AS last, r.claims, r.sources,
       (SELECT sentence FROM claims c WHERE c.relation_id = r.id ORDER BY day DESC, confidence DESC, article LIMIT 1) AS latest
FROM relations r
WHERE r.type = 'sanctions' AND r.polarity = 'affirmed' AND (:actor IS NULL OR :actor IN (r.head_id, r.tail_id))
ORDER BY r.claims DESC, by_whom, on_whom;
