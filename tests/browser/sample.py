"""A made-up collection for the dashboard's tests: twelve articles, none of them real.

The words are invented; persons and dates are those of the case, so that filters, tenures and event
marks have something to meet. Offsets are those of the composed texts, as the pipeline would give.
"""

# ruff: noqa: E501 - a sentence on one line is easier to review than a broken one

from dataclasses import dataclass
from typing import Any

import pandas as pd

from stance.model import Article, stable_id
from stance.table import columns_for, frame_of

AXES = ("conciliation", "cooperation", "credit", "reassurance", "flexibility")
SHORT = dict(zip(("con", "coo", "cre", "rea", "fle"), AXES, strict=True))
METHOD_VERSION = "sample-1"

PEOPLE = {
    "qin": ("Qin Gang", "qin_gang", "China"),
    "wang": ("Wang Yi", "wang_yi", "China"),
    "xi": ("Xi Jinping", "xi_jinping", "China"),
    "mao": ("Mao Ning", "mao_ning", "China"),
    "blinken": ("Antony Blinken", "antony_blinken", "US"),
    "burns": ("Nicholas Burns", "nicholas_burns", "US"),
    "miller": ("Matthew Miller", "matthew_miller", "US"),
    "both": ("both sides", "both_sides", "joint"),
    "analyst": ("Clara Winter", None, None),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One invented statement: who, cue, words, scores as "con+0.5 cre-1", topics."""

    who: str
    cue: str
    words: str
    scores: str = ""
    topics: str = "bilateral_relations"
    kind: str = "direct"
    printed: str | None = None
    phrase: str = ""
    vader: float = 0.0
    towards: str | None = None  # a third party that the words are addressed to


QIN = [
    Said(
        who="qin",
        cue="said",
        words="The first task is to put the relationship on firmer ground and keep it from sliding further",
        scores="con+0.5 rea+0.3 coo+0.2",
        phrase="firmer ground",
        vader=0.1,
    ),
    Said(
        who="qin",
        cue="accused",
        words="a string of wrong moves by Washington had wiped out what the two presidents agreed",
        scores="con-0.62 cre-0.8",
        kind="indirect",
        phrase="wrong moves",
        vader=-0.48,
    ),
    Said(
        who="qin",
        cue="added",
        words="Talk of guardrails means little while one side keeps stepping over the line",
        scores="con-0.41 cre-0.5 fle-0.2",
        phrase="stepping over the line",
        vader=-0.05,
    ),
    Said(
        who="qin",
        cue="urged",
        words="The American side should look hard at its own conduct and come halfway",
        scores="con-0.22 cre-0.45 fle-0.3",
        phrase="look hard at its own conduct",
        vader=0.0,
    ),
    Said(
        who="burns",
        cue="wrote",
        words="We talked about the difficulties and about keeping senior lines of communication open",
        scores="con+0.38 coo+0.5",
        phrase="lines of communication open",
        vader=-0.2,
    ),
    Said(
        who="burns",
        cue="said",
        words="Neither country gains from silence",
        scores="con+0.3 rea+0.2",
        phrase="gains from silence",
        vader=0.34,
    ),
    Said(
        who="mao",
        cue="told reporters",
        words="Containment under another name is still containment, and it has to stop",
        scores="con-0.7 cre-0.7 rea-0.3",
        topics="trade_technology",
        phrase="has to stop",
        vader=-0.3,
    ),
    Said(
        who="mao",
        cue="said",
        words="the United States must handle the Taiwan question with care",
        scores="con-0.35 rea-0.4",
        topics="taiwan",
        kind="mixed",
        phrase="must handle",
        vader=0.49,
    ),
    Said(
        who="analyst",
        cue="said",
        words="Both capitals are testing how cheap a thaw could be",
        scores="",
        printed="the scholar",
        vader=0.0,
    ),
]
WANG = [
    Said(
        who="wang",
        cue="told",
        words="There is a choice to be made between dialogue and collision, and it cannot be put off",
        scores="con-0.1 rea-0.2",
        phrase="a choice to be made",
        vader=-0.1,
    ),
    Said(
        who="wang",
        cue="warned",
        words="On Taiwan there is nothing to bargain over",
        scores="con-0.75 fle-0.9 rea-0.55",
        topics="taiwan",
        phrase="nothing to bargain over",
        vader=0.0,
    ),
    Said(
        who="wang",
        cue="accused",
        words="Washington was inflating a threat in order to fence China in",
        scores="con-0.66 cre-0.85",
        kind="indirect",
        phrase="inflating a threat",
        vader=-0.53,
    ),
    Said(
        who="wang",
        cue="said",
        words="The low point we have reached has its roots in a mistaken view of China",
        scores="con-0.45 cre-0.6",
        phrase="mistaken view",
        vader=-0.34,
    ),
    Said(
        who="xi",
        cue="said",
        words="The two sides have moved forward on some specific questions, and that is good",
        scores="con+0.62 cre+0.4 coo+0.55",
        phrase="that is good",
        vader=0.44,
    ),
    Said(
        who="xi",
        cue="said",
        words="Planet Earth has room enough for both of us to do well",
        scores="con+0.55 rea+0.5",
        phrase="room enough for both",
        vader=0.27,
    ),
    Said(
        who="xi",
        cue="expressed",
        words="the hope that the visit would steady the relationship",
        scores="con+0.4 coo+0.3",
        kind="indirect",
        phrase="steady the relationship",
        vader=0.42,
    ),
    Said(
        who="blinken",
        cue="said",
        words="I came here to strengthen the channels between us, and that is what we did",
        scores="con+0.6 coo+0.7",
        phrase="strengthen the channels",
        vader=0.32,
    ),
    Said(
        who="blinken",
        cue="said",
        words="We have no illusions about how hard it is to manage this relationship",
        scores="con-0.05 cre-0.1",
        phrase="no illusions",
        vader=-0.1,
    ),
    Said(
        who="blinken",
        cue="stressed",
        words="the United States does not back independence for Taiwan",
        scores="con+0.25 rea+0.9",
        topics="taiwan",
        kind="indirect",
        phrase="does not back independence",
        vader=0.42,
    ),
    Said(
        who="blinken",
        cue="voiced",
        words="concern about provocative steps in the Strait",
        scores="con-0.38 cre-0.5",
        topics="taiwan military_security",
        kind="mixed",
        phrase="provocative steps",
        vader=-0.36,
    ),
    Said(
        who="blinken",
        cue="said",
        words="Military channels matter more than anything, and we asked for them again and again",
        scores="con+0.15 coo+0.35",
        topics="military_security",
        phrase="we asked for them",
        vader=0.03,
    ),
    Said(
        who="blinken",
        cue="said",
        words="We would welcome a part for China in ending the war",
        scores="con+0.3 coo+0.5",
        topics="ukraine_russia",
        phrase="would welcome",
        vader=-0.25,
    ),
    Said(
        who="miller",
        cue="said",
        words="The talks were candid and covered the full range of issues",
        scores="con+0.0 coo+0.2",
        phrase="candid",
        vader=0.15,
    ),
    Said(
        who="both",
        cue="described",
        words="useful talks that both would like to continue",
        scores="con+0.5 coo+0.6",
        kind="mixed",
        phrase="would like to continue",
        vader=0.66,
    ),
    Said(
        who="mao",
        cue="called",
        words="the remark absurd and an open provocation",
        scores="con-0.88 cre-0.9",
        kind="indirect",
        phrase="open provocation",
        vader=-0.6,
    ),
]
APRIL = [
    Said(who="xi", cue="told", words="We would like to see an America that is open and sure of itself", scores="con+0.66 rea+0.4", phrase="would like to see", vader=0.6),
    Said(who="xi", cue="said", words="Two great nations should be colleagues and not rivals", scores="con+0.7 rea+0.45 coo+0.4", phrase="colleagues and not rivals", vader=0.5),
    Said(who="wang", cue="said", words="Ties have begun to settle, but the list of grievances is growing", scores="con-0.2 cre-0.35", phrase="list of grievances", vader=-0.3),
    Said(who="wang", cue="asked", words="Shall we keep moving steadily, or drop back into the whirlpool?", scores="con-0.12 rea-0.15", phrase="drop back into", vader=-0.2),
    Said(who="wang", cue="accused", words="Washington of one measure after another to hold back Chinese industry", scores="con-0.72 cre-0.9 coo-0.3", kind="mixed", topics="trade_technology", phrase="one measure after another", vader=0.0),
    Said(who="wang", cue="said", words="This is not taking risk out of trade, it is putting risk in", scores="con-0.55 cre-0.6", topics="trade_technology", phrase="putting risk in", vader=-0.5),
    Said(who="blinken", cue="said", words="We are committed to keeping the lines open and to handling our differences responsibly", scores="con+0.52 coo+0.45 fle+0.2", phrase="handling our differences responsibly", vader=0.62),
    Said(who="blinken", cue="said", words="If China does not cut off these supplies, we will", scores="con-0.64 rea-0.75 cre-0.5", topics="ukraine_russia", phrase="we will", vader=-0.27),
    Said(who="blinken", cue="pointed to", words="progress on military contacts, on narcotics and on artificial intelligence", scores="con+0.48 coo+0.8 cre+0.3", kind="indirect", topics="counternarcotics artificial_intelligence", phrase="progress", vader=0.65),
    Said(who="miller", cue="said", words="Unfair practices have consequences for workers everywhere", scores="con-0.3 cre-0.5", topics="trade_technology", phrase="unfair practices", vader=-0.48),
    Said(who="both", cue="characterised", words="five hours of talks as substantive and constructive", scores="con+0.45 coo+0.4", kind="mixed", phrase="constructive", vader=0.0),
    Said(who="wang", cue="said", words="With our northern neighbour we trade as any two countries do", scores="coo+0.4", topics="ukraine_russia", towards="Russia", phrase="we trade", vader=0.0),
]  # fmt: skip
MARKUP = Said(
    who="mao", cue="said",
    words='A text with <b>tags</b>, <script>alert(1)</script> & *stars* is only "text"',
    scores="con-0.1", phrase="only",
)  # fmt: skip

ARTICLES: tuple[tuple[str, str | None, str, str, list[Said]], ...] = (
    ("a01.txt", "Morning Courier", "2023-05-08", "Envoys test a cautious thaw", QIN),
    ("a02.txt", "Wire Service", "2023-05-08", "Ambassador received in Beijing", [QIN[0], QIN[1], QIN[4], QIN[6]]),
    ("a03.txt", None, "2023-05-09", "Beijing wants deeds", [QIN[2], QIN[3], QIN[5]]),
    ("a04.txt", "Evening Star", "2023-05-10", "A week of signals", [QIN[7], QIN[8], MARKUP]),
    ("a05.txt", "Morning Courier", "2023-06-19", "Thirty-five minutes in the Great Hall", WANG[:9]),
    ("a06.txt", "Wire Service", "2023-06-19", "Talks end with promises to talk", [WANG[4], WANG[7], WANG[9], WANG[10], WANG[12], WANG[14]]),
    ("a07.txt", "Evening Star", "2023-06-18", "First day in Beijing", [WANG[11], WANG[13], WANG[1], WANG[6]]),
    ("a08.txt", "Harbour Post", "2023-06-20", "A thaw meets its first frost", [WANG[15], WANG[8], WANG[2]]),
    ("a09.txt", "Morning Courier", "2024-04-26", "Partners or rivals", APRIL[:6]),
    ("a10.txt", "Wire Service", "2024-04-26", "Supplies and red lines", [APRIL[0], APRIL[6], APRIL[7], APRIL[4], APRIL[9]]),
    ("a11.txt", "Evening Star", "2024-04-25", "Steadier, not warmer", [APRIL[8], APRIL[10], APRIL[2], APRIL[3]]),
    ("a12.txt", "Harbour Post", "2024-04-24", "What both sides want from the visit", [APRIL[1], APRIL[5], APRIL[6], APRIL[11]]),
)  # fmt: skip


def sample() -> tuple[list[Article], pd.DataFrame]:
    """Return the articles and the frame of their statements."""
    articles, rows = [], []
    for source_file, outlet, day, title, said in ARTICLES:
        article, found = _article(source_file, outlet, day, title, said)
        articles.append(article)
        rows.extend(found)
    return articles, frame_of(rows, AXES)[columns_for(AXES)]


def _article(
    source_file: str, outlet: str | None, day: str, title: str, said: list[Said]
) -> tuple[Article, list[dict[str, Any]]]:
    from datetime import date

    text = f"{title}\n\nAdvertisement\n\nOfficials of both countries met again, {day}.\n\n"
    places = []
    for item in said:
        opening, closing = ("\u201c", "\u201d") if item.kind != "indirect" else ("", "")
        name = item.printed or PEOPLE[item.who][0]
        start = len(text) + len(opening)
        text += f"{opening}{item.words}{closing}, "
        speaker = (len(text), len(text) + len(name))
        text += f"{name} "
        cue = (len(text), len(text) + len(item.cue))
        text += f"{item.cue}.\n\n"
        places.append((item, name, (start, start + len(item.words)), speaker, cue))
    article = Article(
        text=text, source_file=source_file, title=title, outlet=outlet,
        published_on=date.fromisoformat(day), published_basis="dateline",
    )  # fmt: skip
    return article, [_row(article, day, *place) for place in places]


def _row(
    article: Article, day: str, item: Said, printed: str,
    span: tuple[int, int], speaker: tuple[int, int], cue: tuple[int, int],
) -> dict[str, Any]:  # fmt: skip
    name, actor_id, side = PEOPLE[item.who]
    scores = {SHORT[part[:3]]: float(part[3:]) for part in item.scores.split()}
    other = item.towards or {"US": "China", "China": "US"}.get(side or "")
    row: dict[str, Any] = {
        "statement_id": stable_id("statement", article.article_id, str(span)),
        "utterance_id": stable_id("utterance", item.words),
        "article_id": article.article_id,
        "source_file": article.source_file,
        "outlet": article.outlet,
        "title": article.title,
        "published_on": day,
        "published_basis": "dateline",
        "said_on": day if item.who != "analyst" else None,
        "said_on_precision": "day" if item.who != "analyst" else None,
        "said_on_basis": f"dateline of {day}" if item.who != "analyst" else None,
        "speaker": printed,
        "speaker_name": name,
        "actor_id": actor_id,
        "side": side,
        "cue": item.cue,
        "kind": item.kind,
        "text": item.words,
        "spans": [list(span)],
        "speaker_span": list(speaker),
        "cue_span": list(cue),
        "target": other,
        "target_side": other,
        "topics": item.topics.split(),
        "vader": item.vader,
        "attribution_confidence": 0.62 if item.printed else 0.93,
        "corrected": False,
        "method_version": METHOD_VERSION,
        "evidence": [_evidence(axis, value, item, span) for axis, value in scores.items()],
    }
    row |= scores
    if (value := scores.get("conciliation")) is not None:
        row["conciliation_low"] = max(-1.0, value - 0.3)
        row["conciliation_high"] = min(1.0, value + 0.3)
    return row


def _evidence(axis: str, value: float, item: Said, span: tuple[int, int]) -> dict[str, Any]:
    start = span[0] + max(0, item.words.casefold().find(item.phrase.casefold()))
    return {
        "axis": axis,
        "text": item.phrase,
        "span": [start, start + len(item.phrase)],
        "weight": value,
        "share": value,
        "negated": False,
        "rule": "phrase",
    }
