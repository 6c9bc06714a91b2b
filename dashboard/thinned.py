"""What a chart draws of a large collection: some of its statements, evenly chosen, kept whole.

No chart can show a million points. Of those that a reader chose it shows the statements with the
smallest hash: the same ones every time, and as many of each kind as there are. To find their words
all files would have to be read for each change of a filter. So all statements below one bound of
the hash are kept with their words. Where enough of them are chosen they are those to draw: no other
has a smaller hash. Where too few are (a rare speaker, a word), the files are read as ever.
"""

TABLE = "thinned"
KEPT = 60_000  # statements: a filter that leaves one in fifty still finds its points among them
_LARGEST_HASH = 2**64
# The longest columns, which no list shows.
_LEFT_OUT = ("evidence", "spans", "speaker_span", "cue_span", "url", "cue", "said_on_basis")


def definition(count: int, database: str = "") -> str:
    """Return SQL that makes the table of a collection.

    Args:
        count: Statements of the collection.
        database: Where to put it, in memory ("") or in a database ("kept.").
    """
    bound = min(_LARGEST_HASH - 1, _LARGEST_HASH * KEPT // max(count, 1))
    return (
        f"CREATE TABLE {database}{TABLE} AS SELECT * EXCLUDE ({', '.join(_LEFT_OUT)}) "
        f"FROM statements WHERE hash(statement_id) <= {bound}::UBIGINT"
    )
