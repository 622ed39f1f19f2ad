-- What is told by several independent sources, the best attested first.
-- :sources = 2 -- at least so many sources
-- :kind = % -- only between such actors, as state
SELECT head, type, tail, polarity, modality, first_date AS first, last_date AS last, claims, sources, confidence
FROM relations
WHERE sources >= :sources AND head_kind LIKE :kind AND tail_kind LIKE :kind
ORDER BY sources DESC, claims DESC, confidence DESC, head, type, tail;
