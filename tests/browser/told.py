"""One made-up utterance as three outlets tell it, and one that only one outlet has.

The words are invented; offsets are those of the composed texts, as the pipeline would give.
"""

from datetime import date
from typing import Any

from stance.model import Article, stable_id
from stance.table import columns_for, frame_of
from tests.browser.sample import AXES

AXIS = "conciliation"
FULL = (
    "We came with an open hand, we leave with a list of promises, "
    "and we will count them one by one until the autumn"
)
TOLD: list[tuple[str | None, str, str, str, str, float | None, str | None]] = [
    # outlet, headline, words before, words, words after, score, cue
    ("Harbour Post", "Open hands", "The minister said: ", FULL, ".", 0.4, "said"),
    (
        "Evening Dispatch", "A list of demands", "He warned that ",
        "we will count them one by one until autumn", ".", -0.5, "warned",
    ),
    (None, "Talks <b>end</b>", "", "we came with an open hand, and leave with a list", ".", None,
     None),
    ("Harbour Post", "Elsewhere", "Later: ", "The weather was kind", ".", 0.1, "said"),
]  # fmt: skip
UTTERANCE = stable_id("utterance", FULL)


def made_up() -> tuple[list[Article], Any]:
    articles, rows = [], []
    for number, (outlet, title, before, words, after, score, cue) in enumerate(TOLD):
        text = f"{title}\n\nA line that stands apart.\n\n{before}{words}{after}\n\nThe end.\n"
        start = text.index(words)
        article = Article(
            text=text, source_file=f"told-{number}.txt", title=title, outlet=outlet,
            published_on=date(2023, 6, 20), published_basis="dateline",
        )  # fmt: skip
        articles.append(article)
        is_shared = number < 3
        rows.append(
            {
                "statement_id": stable_id("statement", article.article_id, "0"),
                "utterance_id": UTTERANCE if is_shared else stable_id("utterance", words),
                "article_id": article.article_id,
                "source_file": article.source_file,
                "outlet": outlet,
                "title": title,
                "published_on": "2023-06-20",
                "said_on": "2023-06-20",
                "said_on_precision": "day",
                "speaker": "The minister",
                "speaker_name": "Qin Gang",
                "actor_id": "qin_gang",
                "side": "China",
                "cue": cue,
                "kind": "direct" if is_shared else "indirect",
                "text": words,
                "spans": [[start, start + len(words)]],
                "target": "United States",
                "target_side": "US",
                "topics": ["bilateral_relations"],
                "attribution_confidence": 0.9,
                "corrected": False,
                "method_version": "sample-1",
                "evidence": [],
                AXIS: score,
            }
        )
    return articles, frame_of(rows, AXES)[columns_for(AXES)]
