-- Who mediates between whom: every pair that one actor works between in one article.
SELECT x.head AS mediator, min(x.tail, y.tail) AS one, max(x.tail, y.tail) AS other,
       count(DISTINCT x.story) AS sources, min(x.day) AS first, max(x.day) AS last
FROM claims x
JOIN claims y ON y.article = x.article AND y.head_id = x.head_id AND y.type = 'mediates' AND x.tail_id < y.tail_id
WHERE x.type = 'mediates' AND x.polarity = 'affirmed' AND y.polarity = 'affirmed'
GROUP BY mediator, one, other
ORDER BY sources DESC, mediator, one, other;
