"""The other countings. Each takes `begins` and `ends`, in UTC."""

# "We have none of that" is no answer: nothing was read that could have been one.
ANSWERED = """d.action = 'Answer'
    AND NOT (d.data ->> 'workflow' = 'inventario' AND d.data -> 'rows' = '[]')"""

_TURNS = """
FROM decision d WHERE d.created_at >= %(begins)s AND d.created_at < %(ends)s
  AND d.outcome IN ('done', 'silent')
"""

INTENTS = f"""
SELECT intent, count(*), count(*) FILTER (WHERE answered),
       count(*) FILTER (WHERE action = 'Ask'), count(*) FILTER (WHERE action = 'HandOff')
FROM (SELECT d.action, {ANSWERED} AS answered,
             jsonb_array_elements(d.data #> '{{understood,intents}}') ->> 'name' AS intent
      {_TURNS}) AS one
WHERE NOT intent = ANY(%(social)s)
GROUP BY intent ORDER BY count(*) DESC, intent
"""  # noqa: S608

HANDOFFS = """
SELECT coalesce(d.data #>> '{action,reason}', ''), coalesce(dep.name, t.department), count(*)
FROM ticket t
LEFT JOIN decision d ON d.id = substring(t.origin FROM '^decision-([0-9]+)$')::bigint
LEFT JOIN department dep ON dep.key = t.department
WHERE t.created_at >= %(begins)s AND t.created_at < %(ends)s
GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2
"""

TICKET_TIMES = """
SELECT coalesce(dep.name, t.department), count(*),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM t.taken_at - t.created_at)),
       percentile_cont(0.5) WITHIN GROUP
           (ORDER BY extract(epoch FROM t.first_answer_at - t.created_at)),
       percentile_cont(0.5) WITHIN GROUP
           (ORDER BY extract(epoch FROM t.resolved_at - t.created_at)),
       count(*) FILTER (WHERE t.status = 'resuelto')
FROM ticket t LEFT JOIN department dep ON dep.key = t.department
WHERE t.created_at >= %(begins)s AND t.created_at < %(ends)s
GROUP BY 1 ORDER BY 2 DESC, 1
"""

TICKET_AGES = """
SELECT width_bucket(extract(epoch FROM %(now)s - created_at)::float8,
                    ARRAY[3600, 14400, 86400, 259200]::float8[]) AS age,
       count(*), count(*) FILTER (WHERE taken_at IS NULL),
       count(*) FILTER (WHERE status = 'urgente')
FROM ticket WHERE status <> 'resuelto' GROUP BY 1 ORDER BY 1
"""

OUT_OF_STOCK = f"""
SELECT name, count(DISTINCT id), count(DISTINCT customer_id), max(at) FROM (
    SELECT d.id, d.customer_id, d.created_at AS at, r -> 'figures' ->> 'name' AS name
    FROM (SELECT d.* {_TURNS}) AS d, jsonb_array_elements(d.data -> 'rows') AS r
    WHERE r ->> 'table' = 'store_product' AND r -> 'figures' ->> 'stock' ~ '^(0|-.*)$'
) AS asked
GROUP BY name ORDER BY 2 DESC, name LIMIT 50
"""  # noqa: S608

# What nobody understood, and products that no row of the store's goes by.
UNANSWERED = f"""
SELECT kind, text, count(*), max(at) FROM (
    SELECT d.created_at AS at,
           CASE WHEN d.data -> 'guards' ?| ARRAY['not understood', 'second miss']
                THEN 'not_understood' ELSE 'not_sold' END AS kind,
           lower(btrim(regexp_replace(w.payload ->> 'text', '\\s+', ' ', 'g'), ' ¿?.!')) AS text
    FROM (SELECT d.* {_TURNS}) AS d
    JOIN work w ON w.stage = 'turn' AND w.key = d.data -> 'message_ids' ->> 0
    WHERE d.data -> 'guards' ?| ARRAY['not understood', 'second miss']
       OR d.data -> 'understood' @? '$.products[*] ? (@.words > "" && @.candidates.size() == 0)'
) AS asked
WHERE text <> '' GROUP BY kind, text ORDER BY 3 DESC, 4 DESC LIMIT 100
"""  # noqa: S608

SATISFACTION = """
SELECT count(*), count(score), count(*) FILTER (WHERE score = 3),
       count(*) FILTER (WHERE score = 2), count(*) FILTER (WHERE score = 1)
FROM satisfaction WHERE asked_at >= %(begins)s AND asked_at < %(ends)s
"""
