"""What a stance is towards where no actor is named: a bill, a ban, or people such as voters."""

from collections.abc import Iterator, Sequence

from stance.model import Statement
from stance.scoring.syntax import Parse
from stance.scoring.target_mentions import words_within
from stance.scoring.target_prominence import WeightedWords, prominence

_POLICIES = frozenset(
    "bill law legislation measure amendment plan proposal policy program programme deal "
    "agreement treaty pact accord ban tax budget reform ruling decision investigation inquiry "
    "probe control wall regulation rule order resolution veto subsidy tariff mandate sanction "
    "embargo boycott strike initiative compromise shutdown referendum vaccination abortion "
    "marriage immigration neutrality".split()
)
# Too many other things go by these words alone: "under control", "in order".
_ONLY_NAMED = frozenset("control order rule strike neutrality marriage wall cut".split())
_GROUPS = frozenset(
    "voter conservative liberal immigrant migrant refugee veteran worker survivor victim woman "
    "couple police farmer student teacher family rebel protester trooper troop soldier activist "
    "class elite union".split()
)
_COLLECTIVES = frozenset("police class union".split())
_REACH = 3  # words before the noun that may belong to its name
_MENTIONS = 2  # of the same words: less is no matter of the article


def policy_of(
    statement: Statement, parse: Parse, weighted: Sequence[WeightedWords], text: str
) -> str | None:
    """Return the most prominent policy or group of people that the article names more than once.

    Args:
        statement: The statement.
        parse: The parse of its tokens.
        weighted: The words that carry its stance.
        text: The article.
    """
    inside, folded = words_within(statement, parse), text.lower()
    found = []
    for index in sorted(inside):
        known = (n for n in _names(parse, index, inside) if folded.count(n.lower()) >= _MENTIONS)
        name = next(known, None)
        if name is not None:
            found.append((-prominence(parse, index, weighted, inside), index, name))
    return min(found)[2] if found else None


def _names(parse: Parse, index: int, inside: frozenset[int]) -> Iterator[str]:
    """Yield the names of such a thing, the longest first: "strict gun control", "gun control"."""
    token = parse.tokens[index]
    lemma = parse.forms[index][0]
    is_group = lemma in _GROUPS and (token.tag == "NNS" or lemma in _COLLECTIVES)
    is_thing = lemma in _POLICIES or is_group
    if token.pos != "NOUN" or token.dep == "compound" or not is_thing:
        return
    before = range(max(0, index - _REACH), index)
    describing = [i for i in before if i in inside and _describes(parse, i, index)]
    naming = [i for i in describing if parse.tokens[i].dep == "compound"]
    is_vague = lemma in _ONLY_NAMED
    for words in (describing, naming, []):
        is_next = words == list(range(index - len(words), index))
        if is_next and (words or not is_vague):
            yield " ".join(parse.tokens[i].text for i in (*words, index))


def _describes(parse: Parse, word: int, noun: int) -> bool:
    token = parse.tokens[word]
    is_name = token.dep in ("compound", "amod") and token.pos in ("NOUN", "ADJ", "PROPN")
    return token.head == noun and is_name
