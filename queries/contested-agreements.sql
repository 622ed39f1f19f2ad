-- The most contested agreements: how many stand by each, how many against it, and who.
SELECT tail AS agreement,
       sum(type IN ('party-to', 'supports')) AS for_it,
       sum(type IN ('opposes', 'rejects', 'threatens', 'accuses', 'demands', 'yields')) AS against_it,
       sum(claims) AS claims,
       replace(group_concat(DISTINCT CASE WHEN type IN ('party-to', 'supports') THEN head END), ',', ', ') AS supporters,
       replace(group_concat(DISTINCT CASE WHEN type IN ('opposes', 'rejects', 'threatens', 'accuses', 'demands', 'yields') THEN head END), ',', ', ') AS opponents
FROM (SELECT * FROM relations ORDER BY head)
WHERE tail_kind = 'agreement' AND polarity = 'affirmed'
GROUP BY tail_id
ORDER BY min(sum(type IN ('party-to', 'supports')), sum(type IN ('opposes', 'rejects', 'threatens', 'accuses', 'demands', 'yields'))) DESC,
         against_it DESC, claims DESC, agreement;
