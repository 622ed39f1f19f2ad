-- What is both said and denied: relations that some claims affirm and others negate.
SELECT a.head, a.type, a.tail, a.claims AS affirmed, n.claims AS negated,
       a.confidence AS sure_of_it, n.confidence AS sure_of_denial, max(a.last_date, n.last_date) AS last
FROM relations a
JOIN relations n ON n.head_id = a.head_id AND n.type = a.type AND n.tail_id = a.tail_id AND n.polarity = 'negated'
WHERE a.polarity = 'affirmed'
ORDER BY min(a.claims, n.claims) DESC, a.claims DESC, a.head, a.type, a.tail;
