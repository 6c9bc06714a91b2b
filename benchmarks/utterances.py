"""How long the clustering of utterances takes, and whether it grows linearly.

Run with ``python benchmarks/utterances.py [N]``: times N/4 and N made-up statements (default
100,000) and prints the ratio of CPU times, which is 4 for linear growth. The statements are reports
of utterances by 40 speakers over two years: each is cut, reworded or repeated by one to six
outlets, a few are undated, and one formula stands in every tenth of them.
"""

import random
import sys
import time
from datetime import date, timedelta

from stance.utterances import Report, assign

N_STATEMENTS = 100_000
N_SPEAKERS = 40
N_DAYS = 730
FIRST_DAY = date(2023, 1, 1)
FORMULA = "the first task is to steady our ties"
SYLLABLES = "ba co du fe gi ho ju ka le mi no pu ra se ti vo wa xe yi zu".split()


def made_up_statements(count: int, seed: int = 7) -> tuple[list[Report], int]:
    """Return statements and the number of utterances that they report."""
    chance = random.Random(seed)
    vocabulary = ["".join(chance.choices(SYLLABLES, k=3)) for _ in range(4000)]
    reports: list[Report] = []
    n_utterances = 0
    while len(reports) < count:
        words = chance.choices(vocabulary, k=chance.randint(8, 30))
        if chance.random() < 0.1:
            words[:0] = FORMULA.split()
        day = FIRST_DAY + timedelta(days=chance.randrange(N_DAYS))
        speaker = f"speaker_{chance.randrange(N_SPEAKERS)}"
        n_utterances += 1
        for _ in range(chance.randint(1, 6)):
            number = len(reports)
            reports.append(
                Report(
                    statement_id=f"{chance.getrandbits(64):016x}",
                    article_id=f"article{number // 12}",
                    text=f"“{' '.join(_as_printed(words, chance))}”",
                    actor_id=speaker,
                    said_on=day.isoformat() if chance.random() < 0.97 else None,
                )
            )
    return reports[:count], n_utterances


def _as_printed(words: list[str], chance: random.Random) -> list[str]:
    """Return the words as one outlet prints them: whole, cut, or with a word changed."""
    way = chance.random()
    if way < 0.5:
        return words
    if way < 0.8:
        start = chance.randrange(max(1, len(words) - 7))
        return words[start : start + chance.randint(6, len(words))]
    changed = list(words)
    changed[chance.randrange(len(changed))] = "anew"
    return changed


def seconds_for(count: int) -> float:
    """Time one clustering, print its figures and return its CPU time."""
    reports, n_utterances = made_up_statements(count)
    started, started_cpu = time.perf_counter(), time.process_time()
    found = len(set(assign(reports).values()))
    wall, cpu = time.perf_counter() - started, time.process_time() - started_cpu
    print(
        f"{count:>9,} statements  {wall:6.1f} s, {cpu:6.1f} s of CPU  "
        f"{found:,} utterances of {n_utterances:,}"
    )
    return cpu


def main() -> None:
    """Time two sizes."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else N_STATEMENTS
    small, large = seconds_for(count // 4), seconds_for(count)
    print(f"ratio {large / small:.1f} for four times as many")


if __name__ == "__main__":
    main()
