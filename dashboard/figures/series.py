"""The series of a lane: points, means as level bars, intervals upright, names at the end."""

import html
import textwrap
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import pandas as pd

from dashboard import findings, theme, wording
from dashboard.figures import swarm
from dashboard.figures.drawing import Figure
from dashboard.figures.plan import (
    LABEL_CHARS,
    MARKER_PX,
    SCALE,
    AxisWords,
    Group,
    Plan,
    apart,
    day_of,
    period_end,
)
from dashboard.markup import in_marks, is_known, records

LABEL_PX = 36
Row = Mapping[str, Any]
MEAN_MARK = "mean "
HOVER_CHARS, HOVER_LINE = 260, 52
_HOVERED = ["text", "kind", "speaker_name", "speaker", "outlet", "score", "said_on"]


def hover_text(row: Mapping[str, Any], axis: AxisWords) -> str:
    """Return what a point says: the quotation first, then who, where, when, score.

    Everything from the source is escaped: a chart must not run an article's markup.
    """
    quotation = _shortened(str(row["text"]))
    quotation = in_marks(quotation) if row.get("kind") == "direct" else quotation
    lines = [html.escape(line) for line in _wrapped(quotation)]
    who = row.get("speaker_name") or row.get("speaker") or wording.UNNAMED_SPEAKER
    outlet = row.get("outlet") or wording.UNNAMED_OUTLET
    lines.append(f"<b>{html.escape(str(who))}</b>, {html.escape(str(outlet))}")
    score = f"{html.escape(axis.label.lower())} {theme.signed(row['score'])}"
    lines.append(f"{theme.long_date(row.get('said_on'))}, {score}")
    return "<br>".join(lines)


# ``textwrap`` knows hyphens and tabs and takes ten times as long: half of the time of a drawing.
def _shortened(text: str) -> str:
    words = " ".join(text.split())
    if len(words) <= HOVER_CHARS:
        return words
    return words[: HOVER_CHARS - 1].rpartition(" ")[0] + " \N{HORIZONTAL ELLIPSIS}"


def _wrapped(text: str) -> list[str]:
    lines, rest = [], " ".join(text.split())
    while len(rest) > HOVER_LINE:
        end = rest.rfind(" ", 0, HOVER_LINE + 1)
        if end < 0:  # a script without spaces, or an address
            line, rest = rest[:HOVER_LINE], rest[HOVER_LINE:]
        else:
            line, rest = rest[:end], rest[end + 1 :]
        lines.append(line)
    return [*lines, rest]


def mean_key(group: str, start: date) -> str:
    """Return what a click on a mean reports; ``ids_of`` finds the statements behind it."""
    return f"{MEAN_MARK}{start.isoformat()}{group}"


def ids_of(
    keys: Sequence[str],
    points: pd.DataFrame,
    freq: str,
    windows: Mapping[date, tuple[date, str]] | None = None,
) -> list[str]:
    """Return the statements that a selection means: its points, or all behind a mean.

    Args:
        keys: What the chart reported: ids of statements, or ``mean_key``.
        points: As they were drawn, with ``group``.
        freq: The period of a mean.
        windows: Those around events, if they are the periods.
    """
    ids = [key for key in keys if not key.startswith(MEAN_MARK)]
    if not ids:
        for key in keys:
            start = date.fromisoformat(key[len(MEAN_MARK) :][:10])
            window = (windows or {}).get(start)
            end = window[0] if window else period_end(start, freq)
            within = points["placed_on"].between(
                start.isoformat(), (end - timedelta(days=1)).isoformat()
            )
            chosen = points[within & (points["group"] == key[len(MEAN_MARK) + 10 :])]
            ids.extend(str(value) for value in chosen["statement_id"])
    return list(dict.fromkeys(ids))


def draw_lane(
    figure: Figure, number: int, points: pd.DataFrame, trend: Sequence[Row], plan: Plan
) -> None:
    """Draw one lane of the plan, from below: intervals, means of few, points, means, names."""
    members = plan.lanes[number]
    name = f"y{number + 1}" if number else "y"
    series = [(group, _of_group(group, trend)) for group in members]
    for place, (group, rows) in enumerate((each for each in series if each[1]), start=1):
        _draw_intervals(figure, rows, group, 0.07 * place, name, plan)
    for group, rows in series:
        few = [row for row in rows if findings.is_untold(row) and is_known(row["mean"])]
        # A hollow bar is a coloured line with a thinner line of paper on top. It lies below the
        # points: with a single statement it would hide the only one there is.
        _draw_means(figure, few, group, name, plan, kind="few", width=4.5)
        _draw_means(figure, few, group, name, plan, kind="hollow", width=2.2)
    _draw_points(figure, points, members, name, plan)
    for group, rows in series:
        certain = [row for row in rows if not findings.is_untold(row)]
        _draw_means(figure, certain, group, name, plan, kind="mean", width=4.5)
    _label_ends(figure, series, points, name, plan)


def _of_group(group: Group, trend: Sequence[Row]) -> list[Row]:
    mine = (row for row in trend if row["group"] == group.key)
    return sorted(mine, key=lambda row: day_of(row["period_start"]))


def _draw_intervals(
    figure: Figure, rows: Sequence[Row], group: Group, place: float, yaxis: str, plan: Plan
) -> None:
    """Draw each interval as an upright line with caps; ``place`` is its share of the period."""
    xs: list[Any] = []
    ys: list[Any] = []
    for row in rows:
        if findings.is_untold(row):
            continue
        left, right = plan.bar_ends(row["period_start"])
        middle, cap = left + (right - left) * place, (right - left) * 0.03
        for end in (row["low"], row["high"]):
            xs += [middle - cap, middle + cap, None]
            ys += [end, end, None]
        xs += [middle, middle, None]
        ys += [row["low"], row["high"], None]
    if xs:
        figure.add_scatter(
            x=xs,
            y=ys,
            yaxis=yaxis,
            mode="lines",
            name=f"interval {group.key}",
            connectgaps=False,
            line={"width": 1.6, "color": theme.translucent(plan.look.colour(group.side), 0.75)},
            hoverinfo="skip",
        )


def _draw_means(
    figure: Figure,
    rows: Sequence[Row],
    group: Group,
    yaxis: str,
    plan: Plan,
    *,
    kind: str,
    width: float,
) -> None:
    if not rows:
        return
    colour = plan.look.colour(group.side)
    xs, ys, texts, keys = _bars(rows, group, plan)
    invisible = {"marker": {"opacity": 0}}
    is_hollow = kind == "hollow"
    figure.add_scatter(
        x=xs,
        y=ys,
        yaxis=yaxis,
        mode="lines+markers",
        name=f"{kind} {group.key}",
        line={"color": plan.look.colours.paper if is_hollow else colour, "width": width},
        connectgaps=False,
        hovertext=texts,
        hoverinfo="skip" if is_hollow else "text",
        customdata=keys,
        hoverlabel={"bordercolor": colour},
        selected=invisible,
        unselected=invisible,
        marker={"opacity": 0, "size": 10},  # what a click on the bar meets
    )


def _bars(
    rows: Sequence[Row], group: Group, plan: Plan
) -> tuple[list[Any], list[Any], list[str], list[str | None]]:
    """Return each mean as a level line with a few places that answer to the pointer."""
    xs: list[Any] = []
    ys: list[Any] = []
    texts: list[str] = []
    keys: list[str | None] = []
    for row in rows:
        left, right = plan.bar_ends(row["period_start"])
        xs += [*(left + (right - left) * part / 4 for part in range(5)), None]
        ys += [*([row["mean"]] * 5), None]
        texts += [*([_mean_text(row, group, plan)] * 5), ""]
        keys += [*([mean_key(group.key, day_of(row["period_start"]))] * 5), None]
    return xs, ys, texts, keys


def _mean_text(row: Mapping[str, Any], group: Group, plan: Plan) -> str:
    start = day_of(row["period_start"])
    counts = ", ".join(
        theme.plural(int(row[column]), *words)
        for column, words in (
            ("n_statements", wording.STATEMENT),
            ("n_utterances", wording.UTTERANCE),
            ("n_sources", wording.OUTLET),
        )
        if column in row
    )
    return (
        f"<b>{html.escape(group.label)}, {plan.label_of(start)}</b><br>"
        f"mean {theme.signed(row['mean'])} ({interval_text(row)})<br>{counts}"
    )


def interval_text(row: Mapping[str, Any]) -> str:
    """Return the interval of a mean in words, and what it rests on where that is little."""
    interval = findings.interval_of(row)
    is_one_occasion = row.get("interval_basis") == "utterances" and not findings.is_untold(row)
    return f"{interval}, {wording.ONE_OCCASION}" if is_one_occasion else interval


def _draw_points(
    figure: Figure, points: pd.DataFrame, members: Sequence[Group], yaxis: str, plan: Plan
) -> None:
    keys = {group.key for group in members}
    drawn = points[points["group"].isin(keys)].reset_index(drop=True)
    if drawn.empty:
        return
    places, heard = _places(drawn, plan), drawn.columns.intersection(_HOVERED)
    crowd = 1.0 if len(drawn) < 300 else 0.7 if len(drawn) < 900 else 0.45
    for group in members:
        rows = drawn[drawn["group"] == group.key]
        if rows.empty:
            continue
        certainty = rows["attribution_confidence"].astype("float64").fillna(0.5).clip(0.3, 1.0)
        figure.add_scatter(
            x=places[rows.index.to_numpy()],
            y=rows["score"],
            yaxis=yaxis,
            mode="markers",
            cliponaxis=False,  # the last day's points stand beside it, over the edge
            name=f"points {group.key}",
            marker={
                "symbol": _of_sides(rows, group, plan.look.shape),
                "size": MARKER_PX,
                "color": _of_sides(rows, group, plan.look.colour),
                "opacity": (0.85 * crowd * certainty).round(3).to_numpy(),
                "line": {"width": 0.8, "color": plan.look.colours.paper},
            },
            selected={"marker": {"opacity": 1, "size": MARKER_PX + 3}},
            unselected={"marker": {"opacity": 0.25}},
            customdata=rows["statement_id"],
            hovertext=[hover_text(row, plan.axis) for row in records(rows[heard])],
            hoverinfo="text",
            hoverlabel={"bordercolor": plan.look.colour(group.side)},
        )


def _of_sides(
    rows: pd.DataFrame, group: Group, signal: Callable[[str | None], str]
) -> str | list[str]:
    """Return colour or shape of a group's side; where it has none, of each speaker's own."""
    if group.side is not None:
        return signal(group.side)
    return [signal(side if isinstance(side, str) else None) for side in rows["side"]]


def _places(drawn: pd.DataFrame, plan: Plan) -> Any:
    """Return where in time each point stands: its day, moved aside where points meet."""
    step = pd.Timedelta(days=plan.span_days * (MARKER_PX + 0.5) / plan.plot_px)
    clearance = MARKER_PX * 2 * SCALE / plan.lane_px
    of_days: dict[str, list[int]] = {}
    for index, day in enumerate(drawn["placed_on"]):
        of_days.setdefault(str(day), []).append(index)
    scores = drawn["score"].tolist()
    ranks = [theme.side_rank(side, plan.look.sides) for side in drawn["side"]]
    columns = [0.0] * len(drawn)
    for indices in of_days.values():
        both = len({ranks[index] for index in indices}) > 1
        directions = [{0: -1, 1: 1}.get(ranks[index], 0) if both else 0 for index in indices]
        found = swarm.columns([scores[index] for index in indices], directions, clearance=clearance)
        for index, column in zip(indices, found, strict=True):
            columns[index] = column
    noon = pd.to_datetime(drawn["placed_on"].astype("str")) + pd.Timedelta(hours=12)
    return (noon + pd.Series(columns, index=drawn.index) * step).to_numpy()


def _label_ends(
    figure: Figure,
    series: Sequence[tuple[Group, Sequence[Row]]],
    points: pd.DataFrame,
    yaxis: str,
    plan: Plan,
) -> None:
    """Name each series where it ends; labels that would touch are moved apart."""
    ends: list[tuple[float, Any, Group, str]] = []
    for group, rows in series:
        known = [row for row in rows if is_known(row["mean"])]
        if known:
            row = known[-1]
            right = plan.bar_ends(row["period_start"])[1]
            counted = f"n = {theme.number(int(row['n_utterances']))}"
            said = f"{theme.signed(row['mean'])}, {counted}"
            value = f"<br><span style='font-size:12px'>{said}</span>"
            ends.append((float(row["mean"]), right, group, value))
            continue
        mine = points[points["group"] == group.key]
        if not mine.empty:
            row = records(mine.tail(1))[0]
            day = datetime.combine(day_of(row["placed_on"]), time.min)
            ends.append((float(row["score"]), day, group, ""))
    places = apart([end[0] for end in ends], 2 * SCALE * LABEL_PX / plan.lane_px)
    edge = datetime.combine(plan.last, time.min) - timedelta(days=plan.span_days * 0.08)
    for (_, right, group, value), place in zip(ends, places, strict=True):
        # A series that lasts to the end is named outside the chart, clear of its last points.
        at: dict[str, Any] = (
            {"x": right, "xref": "x"} if right < edge else {"x": 1, "xref": "paper"}
        )
        figure.add_annotation(
            **at,
            y=place,
            yref=yaxis,
            xanchor="left",
            xshift=6,
            showarrow=False,
            text=_end_label(group, value, plan),
            align="left",
            borderpad=1,
            bgcolor=theme.translucent(plan.look.colours.paper, 0.85),
            font={"color": plan.look.colour(group.side), "size": 12 if plan.narrow else 13.5},
        )


def _end_label(group: Group, value: str, plan: Plan) -> str:
    """Return shape and name, and below them the last mean with its n; on a phone the name alone."""
    width = 10 if plan.narrow else LABEL_CHARS
    # More lines would lie over the lanes below.
    lines = textwrap.wrap(
        group.label, width, break_long_words=False, max_lines=3,
        placeholder="\N{HORIZONTAL ELLIPSIS}",
    )  # fmt: skip
    name = f"<b>{'<br>'.join(html.escape(line) for line in lines)}</b>"
    if plan.narrow:
        return name
    glyph = theme.side_glyph(group.side, plan.look.sides)
    return f"<span style='font-size:10px'>{glyph}</span> {name}{value}"
