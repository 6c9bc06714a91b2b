"""What small words beside a phrase make of it: "too friendly", "never so strong", "X's support"."""

from stance.scoring.syntax import Parse

_RAISING = frozenset("so such more better greater stronger closer as".split())
_ONCE = frozenset("never rarely seldom hardly scarcely".split())
# What a country or a party does for another, told as a subject of the talk.
_DEALINGS = frozenset(
    "support help aid assistance backing cooperation friendship partnership alliance "
    "tie relationship".split()
)
_OWN = frozenset("our my your ours mine yours".split())
_VALUING = frozenset(
    "thank appreciate welcome praise value acknowledge hail applaud need want seek hope ask "
    "commend recognise recognize grateful thankful count rely win earn deserve".split()
)


def is_excess(parse: Parse, word: int) -> bool:
    """Whether "too" stands before a word: "too lenient" is no praise, "it too is safe" may be."""
    return any(
        parse.forms[child][1] == "too" and child < word and parse.tokens[child].dep == "advmod"
        for child in parse.children[word]
    )


def is_superlative(parse: Parse, negation: int, word: int) -> bool:
    """Whether a negation raises: "never been so close", "rarely has a team worked better"."""
    if parse.forms[negation][1] not in _ONCE:
        return False
    reach = (negation, word, *parse.children[word])
    near = range(min(reach), min(max(reach) + 3, len(parse.tokens)))
    return any(
        parse.forms[index][1] in _RAISING and parse.roots[index] == parse.roots[word]
        for index in near
    )


def is_topic(parse: Parse, word: int) -> bool:
    """Whether a friendly noun only names a subject: "Norland's support for the militia".

    Nobody is praised by it, unless the words value it ("we thank Norland for its support").
    """
    if parse.forms[word][0] not in _DEALINGS or parse.tokens[word].pos != "NOUN":
        return False
    owners = parse.below(word, "poss")
    if not owners or parse.forms[owners[0]][1] in _OWN:
        return False
    return not any(parse.forms[head][0] in _VALUING for _, head in parse.path(word))
