"""The queries behind every trend: statements to occasions, in DuckDB.

The same SQL runs over the store (a million statements) and over a frame in memory, so that a chart
and a script cannot disagree. It returns sums for each occasion, from which means and intervals
follow (``stance.trends.intervals``); sums are of whole numbers (millionths of a point), so the
result does not depend on the order in which threads add them.

The statements are read three times, once for each question asked of them, and never copied: what
is kept in between is one row per utterance, group and date (``REPORTS``) and the few utterances
whose reports disagree on the date (``CORRECTED``).
"""

from stance.trends.question import Question

SCALE = 1_000_000
"""Scores are summed as whole multiples of 1/SCALE."""

REPORTS = "stance_reports"
CORRECTED = "stance_corrected"
"""Temporary tables; ``reports_sql`` and ``corrected_sql`` fill them in this order."""

BETWEEN_NAMES = "\x1f"
"""Stands between group and outlet where a question asks for both (``within_outlets``)."""

# What a group is called; NULL leaves the statement out.
_GROUPS: dict[str | None, str] = {
    None: "'all'",
    "side": "side",
    "actor": "coalesce(actor_id, speaker_name)",
    "dyad": "side || ' → ' || target_side",
    "topic": "topics",  # one statement counts in each of its topics
    "outlet": "outlet",
}
_SOURCE = "coalesce(outlet, source_file)"
_UTTERANCE = "hash(coalesce(utterance_id, statement_id))"
# What a date (ISO day, month or year) must have to fall into a period, and the period's first day.
# These are worked out for each occasion and not for each statement, which are many more.
_LEAST_LENGTHS = {"day": 10, "week": 10, "month": 7, "quarter": 7, "year": 4, "all": 0, "event": 4}
_MONTH = "CAST(left(said_on, 7) || '-01' AS DATE)"
_PERIOD_STARTS: dict[str, str] = {
    "day": "CAST(said_on AS DATE)",
    "week": "CAST(date_trunc('week', CAST(said_on AS DATE)) AS DATE)",
    "month": _MONTH,
    "quarter": f"CAST(date_trunc('quarter', {_MONTH}) AS DATE)",
    "year": "CAST(left(said_on, 4) || '-01-01' AS DATE)",
    "all": "DATE '1900-01-01'",  # undated statements belong to it as well
    "event": "first_day",
}
# How much of a date decides on the period: what is cut off makes fewer rows to group.
_KEPT_LENGTHS = {"month": 7, "quarter": 7, "year": 4}


def columns_read(question: Question) -> list[str]:
    """Return the columns of the statement table that the queries read."""
    more = {
        "actor": ["actor_id", "speaker_name"],
        "dyad": ["target_side"],
        "topic": ["topics"],
    }.get(question.by or "", [])
    fixed = ["statement_id", "utterance_id", "said_on", "side", "outlet", "source_file"]
    return [*fixed, *more, question.axis]


def reports_sql(question: Question) -> str:
    """Return SQL that fills ``REPORTS``: what each group said in each utterance, by date.

    Ids are compared by 64-bit hash, which takes half the time of comparing texts (they are hashes
    of 64 bits themselves). Rows without a group stay: their dates help to date the utterance.
    """
    undated = _SOURCE if question.freq == "all" else "NULL"
    return f"""
    CREATE OR REPLACE TEMP TABLE {REPORTS} AS
    SELECT {_UTTERANCE} AS utterance, {_group(question)} AS "group", said_on, min(side) AS side,
           min({undated}) AS source, count(*) AS n,
           sum(CAST(round("{question.axis}" * {SCALE}) AS INTEGER)) AS micro
    FROM {question.source} WHERE ({question.where}) AND "{question.axis}" IS NOT NULL
    GROUP BY utterance, "group", said_on
    """


def corrected_sql() -> str:
    """Return SQL that fills ``CORRECTED``: one date for utterances whose reports differ on it.

    That of the report that knows it best; the earliest where several know it equally well.
    """
    return f"""
    CREATE OR REPLACE TEMP TABLE {CORRECTED} AS
    WITH several AS (
        SELECT utterance FROM {REPORTS} GROUP BY utterance
        HAVING min(hash(said_on)) <> max(hash(said_on))
    )
    SELECT utterance, coalesce(min(said_on) FILTER (WHERE length(said_on) = 10),
                               min(said_on) FILTER (WHERE length(said_on) = 7),
                               min(said_on)) AS said_on
    FROM {REPORTS} SEMI JOIN several USING (utterance) GROUP BY utterance
    """


def occasions_sql(question: Question) -> str:
    """Return SQL for one row per group, period and occasion.

    Columns: ``group``, ``period_start`` (date), ``day`` and ``side`` (together the occasion; the
    source stands for an unknown day), ``n_utterances``, ``n_statements``, ``total`` and ``squares``
    (sum of the utterances' means, in 1/SCALE points, and of their squares). An utterance counts
    once: with the mean of its reports.
    """
    # An occasion is what one side said on one day. Statements of one press conference resemble
    # each other; counting them as independent would make intervals too short.
    return f"""
    WITH utterances AS (
        SELECT "group", said_on, source, side, n, micro
        FROM {REPORTS} ANTI JOIN {CORRECTED} USING (utterance)
        UNION ALL
        SELECT "group", any_value(best.said_on),
               min(coalesce(best.said_on, reports.source)), min(side), sum(n), sum(micro)
        FROM {REPORTS} AS reports JOIN {CORRECTED} AS best USING (utterance)
        GROUP BY "group", utterance
    ),
    valued AS (
        SELECT "group", said_on, coalesce(said_on, source) AS day, side, n,
               CAST(round(micro / n) AS BIGINT) AS value
        FROM utterances WHERE "group" IS NOT NULL
    ),
    occasions AS (
        SELECT "group", said_on, day, side, count(*) AS n_utterances,
               CAST(sum(n) AS BIGINT) AS n_statements, CAST(sum(value) AS DOUBLE) AS total,
               CAST(sum(value * value) AS DOUBLE) AS squares
        FROM valued GROUP BY ALL
    ),
    placed AS ({_placed("occasions", question)})
    SELECT "group", period_start, day, side, n_utterances, n_statements, total, squares
    FROM placed WHERE reason IS NULL ORDER BY "group", period_start, day, side
    """


def sources_sql(question: Question, *, has_corrected: bool) -> str:
    """Return SQL for the number of outlets (files where unknown) per group and period."""
    return f"""
    WITH seen AS (
        SELECT DISTINCT {_group(question)} AS "group", {_said_on(question, has_corrected)},
               {_SOURCE} AS source
        FROM {_dated(question, has_corrected)} WHERE "{question.axis}" IS NOT NULL
    ),
    placed AS ({_placed("seen", question)})
    SELECT "group", period_start, count(DISTINCT source) AS n_sources
    FROM placed WHERE reason IS NULL AND "group" IS NOT NULL
    GROUP BY ALL ORDER BY "group", period_start
    """


def left_out_sql(question: Question, *, has_corrected: bool) -> str:
    """Return SQL for how many statements are not in the trend, by reason."""
    group = _GROUPS[question.by]
    has_group = f"len({group}) > 0" if question.by == "topic" else f"{group} IS NOT NULL"
    return f"""
    WITH counted AS (
        SELECT "{question.axis}" IS NOT NULL AS has_score,
               coalesce({has_group}, false) AS has_group,
               {_said_on(question, has_corrected)}, count(*) AS n
        FROM {_dated(question, has_corrected)} GROUP BY ALL
    ),
    placed AS ({_placed("counted", question)})
    SELECT CASE WHEN NOT has_score THEN 'no score on this axis'
                WHEN NOT has_group THEN 'no {question.by}' ELSE reason END AS why,
           CAST(sum(n) AS BIGINT) AS n
    FROM placed WHERE why IS NOT NULL GROUP BY why ORDER BY why
    """


def _group(question: Question) -> str:
    """Return what a group is called; NULL where a statement belongs to none."""
    group = _GROUPS[question.by]
    is_list = question.by == "topic"
    if question.within_outlets:
        more = f"|| chr({ord(BETWEEN_NAMES)}) || {_SOURCE}"
        group = f"[one {more} FOR one IN {group}]" if is_list else f"{group} {more}"
    if is_list:
        return f"unnest(CASE WHEN len({group}) > 0 THEN {group} ELSE [NULL] END)"
    return group


def _said_on(question: Question, has_corrected: bool) -> str:
    """Return the date of a statement's utterance, cut to what decides on the period."""
    said_on = "coalesce(best.said_on, chosen.said_on)" if has_corrected else "said_on"
    kept = _KEPT_LENGTHS.get(question.freq)
    return f"left({said_on}, {kept}) AS said_on" if kept else f"{said_on} AS said_on"


def _dated(question: Question, has_corrected: bool) -> str:
    """Return the chosen statements, joined with the corrected dates if there are any."""
    chosen = f"(SELECT * FROM {question.source} WHERE {question.where}) AS chosen"
    if not has_corrected:
        return chosen
    return f"{chosen} LEFT JOIN {CORRECTED} AS best ON {_UTTERANCE} = best.utterance"


def _placed(rows: str, question: Question) -> str:
    """Return SQL that adds ``period_start`` to dated rows, or the ``reason`` why there is none."""
    freq, least = question.freq, _LEAST_LENGTHS[question.freq]
    if freq == "event":
        return _in_windows(rows, question)
    return f"""
        SELECT *, CASE WHEN length(said_on) >= {least} THEN NULL
                       WHEN said_on IS NOT NULL THEN 'date too coarse for a {freq}'
                       WHEN {least} > 0 THEN 'no date' END AS reason,
               CASE WHEN {least} = 0 OR length(said_on) >= {least}
                    THEN {_PERIOD_STARTS[freq]} END AS period_start
        FROM {rows}"""


def _in_windows(rows: str, question: Question) -> str:
    """Return SQL that puts rows into the windows that hold all of their day, month or year."""
    values = ", ".join(
        f"(DATE '{window.first}', DATE '{window.last}')" for window in question.event_windows
    )
    begins = "CAST(left(said_on || '-01-01', 10) AS DATE)"
    length = "CASE length(said_on) WHEN 10 THEN INTERVAL 0 DAY WHEN 7 THEN INTERVAL 1 MONTH "
    return f"""
        SELECT * EXCLUDE (first_day, last_day, begins, ends), first_day AS period_start,
               CASE WHEN first_day IS NOT NULL THEN NULL WHEN said_on IS NULL THEN 'no date'
                    WHEN length(said_on) < 10 THEN 'date too coarse for an event window'
                    ELSE 'outside the event windows' END AS reason
        FROM (SELECT *, {begins} AS begins,
                     begins + {length} ELSE INTERVAL 1 YEAR END
                     - CASE length(said_on) WHEN 10 THEN INTERVAL 0 DAY ELSE INTERVAL 1 DAY END
                     AS ends
              FROM {rows})
        LEFT JOIN (VALUES {values}) AS windows(first_day, last_day)
             ON begins >= first_day AND ends <= last_day"""
