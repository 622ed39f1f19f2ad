-- Who is told to be a member or candidate of an organization, group or coalition.
-- :body entity -- the organization, as NATO
SELECT head AS member, head_kind AS kind, modality, first_date AS first, last_date AS last, claims, sources, confidence
FROM relations
WHERE type = 'member-of' AND tail_id = :body AND polarity = 'affirmed'
ORDER BY confidence DESC, claims DESC, member;
