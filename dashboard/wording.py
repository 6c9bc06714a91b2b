"""Every word that the dashboard prints, in one place."""

# ruff: noqa: E501 - a sentence on one line is easier to review than a broken one

import re
from collections.abc import Sequence

APP = "Stance"

# ---- pages
TIMELINE = "Timeline"
STATEMENTS = "Statements"
METHOD = "Method"
PAGES = "Pages"

# ---- filters
FILTERS = {
    "side": "Side",
    "actor": "Actor",
    "topic": "Topic",
    "target": "Towards",
    "kind": "Kind of report",
    "outlet": "Outlet",
    "dates": "Dates",
    "towards": "Addressed to",
    "q": "Words",
}
FILTER_HELP = {
    "side": "Whom the speaker speaks for.",
    "actor": "Persons and bodies, also speakers who are in no registry, under the name as printed.",
    "topic": "Subjects found in the words or their sentence; one of those chosen is enough.",
    "target": "The person, body or country that the stance is towards.",
    "kind": "Direct: all words in quote marks. Partly quoted: some. Indirect: none.",
    "outlet": "Where the statement was read.",
    "dates": "When it was said. A statement counts only if it was certainly said within.",
    "towards": "The other side: without what one side of the pair says plainly towards a third party. Words without a named addressee stay in.",
    "q": "Words that the statement contains, as written. Capitals do not matter.",
}
KINDS = {"direct": "Direct", "mixed": "Partly quoted", "indirect": "Indirect"}
SIDES = {"joint": "Both jointly"}
# At the beginning of a sentence; ``mid_sentence`` puts them right elsewhere.
SIDES_AS_SUBJECTS = {"US": "The US", "joint": "Both sides jointly"}
ANY = "Any"
EVERYBODY = "All speakers"
ON_TOPICS = "on {}"
TOWARDS = "towards {}"
TOWARDS_PAIR = "towards the other side"
TOWARDS_LABELS = {"pair": "The other side", "anybody": "Anybody"}
OF_KIND = "{} statements only"
IN_OUTLETS = "in {}"
CONTAINING = "containing \N{LEFT DOUBLE QUOTATION MARK}{}\N{RIGHT DOUBLE QUOTATION MARK}"
LEFT_OUT = "Left out: {}."
OTHER_TIMES = "{} of other times"
WITHOUT_DATE = "{} without a date"
SHOW_ALL_DATES = "Show all dates"
ALL_DATES = "All dates are shown."
SHOW_PERIOD = "Show {period} only"
CHANGE_FILTERS = "Filter"
CLEAR_FILTERS = "Clear all"
FROM = "Said from"
TO = "Said until"
UNKNOWN_NAME = "{what}: nothing here is called \N{LEFT DOUBLE QUOTATION MARK}{name}\N{RIGHT DOUBLE QUOTATION MARK}, so the link was opened without it."
LINK_PROBLEM = "Part of the link could not be used."

# ---- counts
STATEMENT = ("statement", "statements")
UTTERANCE = ("utterance", "utterances")
SPEAKER = ("speaker", "speakers")
ARTICLE = ("article", "articles")
OUTLET = ("outlet", "outlets")

# ---- nothing matches
NOTHING = "No statement matches."
NOTHING_HELP = "Each of these alone would bring statements back:"
NOTHING_HOPELESS = (
    "No single filter is to blame: clear them all and start from the whole collection."
)
DROP_FILTER = "{what} not restricted: {count}"

# ---- timeline
AXIS = "Axis"
BY = "Show by"
BY_LABELS = {"side": "Side", "actor": "Actor"}
FREQ = "Mean per"
FREQ_LABELS = {"week": "Week", "month": "Month", "quarter": "Quarter"}
AXIS_HELP = "What is read from the words. +1 is the warm pole, \N{MINUS SIGN}1 the cold one; the Method page defines each."
BY_HELP = "Draw sides in one chart, or each actor in a chart of its own."
FREQ_HELP = "The stretch of time that each mean covers. Nothing is drawn where nothing was said."
EVENTS = "Events"
EVENTS_HELP = "Kinds of events that are marked above the chart."
EVENT_KINDS = {
    "summit": "Summit",
    "visit": "Visit",
    "meeting": "Meeting",
    "call": "Call",
    "speech": "Speech",
    "policy": "Policy",
    "incident": "Incident",
    "personnel": "Personnel",
}
EVENTS_CHOSEN = {"all": "All kinds", "none": "None", "some": "{} of {} kinds"}
EVENTS_LIST = "The events as a list"
EVENT_COLUMNS = ("When", "Event", "Kind", "What happened")
UTTERANCES_STRIP = "utterances"
GAP = "nothing in the collection from {first} to {last}"
FEW = "too few for an interval"
ONE_OCCASION = "all on one occasion"
CHART_ALT = (
    "Timeline of {axis} from {first} to {last}: {n} on a scale from minus one, {cold}, to plus one, "
    "{warm}. The same numbers follow as a table below."
)
SWARM_NOTE = "Each point is one statement; those of one day stand side by side."
MEAN_NOTE = (
    "Bars are means per {freq}, the upright line is their 95% interval; a hollow bar has too few "
    "utterances for one."
)
NO_SCORE_NOTE = "{count} say nothing on this axis and are not drawn."
UNDATED_NOTE = "{count} cannot be placed in time."
SAMPLED_NOTE = "{shown} of {total} points are drawn, picked evenly; means and counts use all."
READ_HINT = "Click a point or a bar to read the words behind it."
ZOOM_HINT = "Drag across the chart to look closer, double-click to go back; the box among the chart's tools selects several points."
SELECTED = "{count} selected in the chart"
SELECTED_MORE = "The first {shown} of them:"
EXTREMES = "Most {}"
CLEAR_SELECTION = "Clear the selection"
OTHERS = "others"
AS_TABLE = "The chart as a table"
TOO_MANY_GROUPS = (
    "Drawn are the {shown} actors with most statements of {total}; choose others under Filter."
)
TREND_COLUMNS = ("Who", "When", "Mean", "Interval", "Statements", "Utterances", "Outlets")

# ---- statements
SEARCH = "Search the words"
SORT = "Sort by"
SORTS = {
    "newest": "Newest first",
    "oldest": "Oldest first",
    "warmest": "Warmest first",
    "coldest": "Coldest first",
    "speaker": "Speaker",
    "unsure": "Least certain speaker first",
}
PAGE_OF = "{first} to {last} of {total}"
PREVIOUS = "Earlier page"
NEXT = "Next page"
COLUMNS = ("What was said", "Who", "When", "Where", "{axis}")
BACK = "Back to the list"
BACK_TO_CHART = "Back to the timeline"
NOT_FOUND = "There is no statement {id}."
NOT_FOUND_HELP = (
    "The link may come from another collection, or the article was read again with another "
    "version of the method."
)
IN_ARTICLE = "In its article"
WHY_SCORE = "Why this score on {axis}"
FACTS_TITLE = "What is known"
SCORE_ON = "Score on"
LIST_LEDE = "{statements} by {speakers} in {articles}: {n_warm} lean {warm}, {n_cold} {cold}, {n_neither} neither"
LIST_SILENT = "; {} say nothing on this axis."
SCORE_INTERVAL = "80% interval of the score: {low} to {high}."
OTHER_REPORTS = "Other reports of the same words"
NO_OTHER_REPORTS = "No other article in the collection reports these words."
NO_ARTICLE = "The text of this article is not in the store."
NO_EVIDENCE = "Neither the phrases nor the network found evidence on this axis, so there is no score: silence is not neutrality."
EVIDENCE_COLUMNS = ("Words", "Weight", "Adds")
EVIDENCE_SUM = "Score"
NEGATED = "negated"
FROM_MODEL = "whole statement, by the model"
REMAINDER = "rounding"
ALL_AXES = "All axes, and plain sentiment"
VADER = "VADER"
POSITIVE = "positive"
NEGATIVE = "negative"
VADER_NOTE = "VADER counts friendly and hostile words without asking whom they are about. Shown for comparison; not used."
LEGEND = {
    "words": "the statement",
    "warm": "words that warm the score",
    "cold": "words that cool it",
    "speaker": "speaker",
    "cue": "reporting verb",
    "other": "other statements",
}
CITE = "Cite this statement"
CITE_STATEMENT = "{who}, {words}, {said}. In: {title}, {outlet}. Statement {id}, Stance, table version {table}, method {method}."
PERMALINK = "Link to this statement"
FACTS = {
    "speaker": "Speaker",
    "printed": "Printed as",
    "said_on": "Said",
    "published_on": "Published",
    "outlet": "Outlet",
    "title": "Headline",
    "file": "File",
    "kind": "Report",
    "target": "Towards",
    "topics": "Topics",
    "confidence": "Speaker certain",
    "id": "Statement",
}
UNKNOWN = "not known"
UNNAMED_SPEAKER = "Unnamed speaker"
CORRECTED = "corrected by a reader"
UNTITLED = "Untitled article"
UNNAMED_OUTLET = "outlet not known"

# ---- downloads
DOWNLOAD_CSV = "Download CSV"
DOWNLOAD_METADATA = "Download metadata"
DOWNLOAD_HELP = "Exactly the statements of this view, all columns. The second file says what they are and how to cite them."
JSON_TWIN = "The same as JSON"

# ---- first start
FIRST_START = "Reading the first articles"
FIRST_START_WHY = (
    "There is no collection yet, so the {count} articles that come with the program are being "
    "read: who speaks, what was said, when, and in which tone. This happens once and takes about "
    "20 seconds."
)
FIRST_START_WAIT = "Loading the language model"
FIRST_START_STEP = "{done} of {total} articles read: {name}"
FIRST_START_DONE = "The collection is ready"
FIRST_START_FAILED = "The collection could not be built."
FIRST_START_KEPT = "Nothing was half written. Put right what is named below, then try again."
TRY_AGAIN = "Try again"
EMPTY_STORE_HELP = "Add articles on the command line: stance ingest, followed by a file or folder."

# ---- errors
ERROR = "This page could not be drawn."
ERROR_HELP = "Something unexpected happened while it was drawn; the details are in the terminal that started the dashboard."
ERROR_KEPT = "Your collection is unchanged. Try again; if it does not help, clear the filters."

# ---- method
METHOD_LEDE_NONE = (
    "Each statement is read for five things a diplomat listens for. How accurate the reading is "
    "has not been measured on this machine yet."
)
METHOD_LEDE_SHORT = "Each statement is read for five things a diplomat listens for."
METHOD_LEDE = (
    "Each statement is read for five things a diplomat listens for. On {n} that were "
    "labelled by hand and held back, {axis} agrees with the labels at {rho} (Spearman), plain "
    "sentiment at {vader}."
)
HOW_TITLE = "How a statement becomes a number"
AXES_TITLE = "The axes"
ACCURACY_TITLE = "How accurate it is today"
MEASURED = "Measured on {day} with method {method}, against labels made by hand. In the tables each figure stands over the number of cases that it rests on."
IN_WORDS = (
    # section, group, measure, sentence; one whose figure is missing is left out
    (
        "attribution",
        "all",
        "recall",
        "Of {n} statements that careful readers marked in the articles that come with the program, {percent} were found",
    ),
    (
        "attribution",
        "all",
        "precision",
        "; of {n} that the program reports, {percent} are statements as marked.",
    ),
    (
        "attribution",
        "all",
        "speaker right, of statements found",
        " The speaker is right in {percent} of those found (n = {n}).",
    ),
    (
        "attribution",
        "indirect",
        "recall",
        " Reported speech without quote marks is the weak place: {percent} found (n = {n}).",
    ),
    (
        "dates",
        "statements of the day",
        "share right",
        " What was said on the occasion itself is dated right in {percent} (n = {n})",
    ),
    (
        "dates",
        "earlier occasions",
        "share right",
        ", remarks from earlier occasions in {percent} (n = {n}).",
    ),
    (
        "held-back",
        "conciliation",
        "sign right",
        " Whether words are warm or cold is right in {percent} of held-back statements that are either (n = {n})",
    ),
    (
        "held-back",
        "conciliation",
        "VADER sign right",
        ", against {percent} by plain sentiment (n = {n}).",
    ),
)
SECTIONS = {
    "attribution": "Who said what",
    "dates": "When it was said",
    "target and topics": "Towards whom, and about what",
    "utterances": "Which reports are of the same words",
    "stance, seed articles": "Tone, in the articles that come with the program",
    "stance, held-back statements": "Tone, in statements held back",
}
MEASURED_OTHER = "The statements of this collection were made with another version of the method."
MEASURED_GROUPS = {
    "all": "all statements",
    "mixed": "partly quoted",
    "side US": "US speakers",
    "side China": "Chinese speakers",
    "speaker right, of statements found": "speaker right",
    "label inside the 80 % interval": "in interval",
    "VADER Spearman": "VADER Spearman",
    "VADER sign right": "VADER sign",
}
N = "n = {}"
NOT_MEASURED_YET = "Not measured yet."
NOT_MEASURED_HELP = (
    "Run stance evaluate --write in the project's folder; this page then shows the result."
)
LIMITS_TITLE = "What it cannot do"
VERSIONS_TITLE = "Versions"
CITE_TITLE = "How to cite"
HOW = (
    (
        "Read",
        "The file is read as it is. Menus, captions, adverts and appeals are marked, not deleted; nobody speaks in them.",
    ),
    (
        "Find",
        "Quotations and reported speech are found by grammar: who speaks, the reporting verb, the words. \u201cHe\u201d and \u201cthe top diplomat\u201d are traced to a name as far as the article allows.",
    ),
    (
        "Date",
        "The day it was said comes from the text itself (a dateline, \u201con Monday\u201d, a caption) and keeps its precision. What cannot be dated stays undated.",
    ),
    (
        "Score",
        "Phrases that carry stance are weighed with their negation and scope, each axis on its own. A small network, trained on statements written for this project, has the greater say where the phrases speak weakly. No evidence, no score: silence is not neutrality.",
    ),
    (
        "Count once",
        "The same words on the same occasion are one utterance, however many outlets print them. Means and intervals count utterances.",
    ),
)
AXES_NOTE = "Every axis runs from \N{MINUS SIGN}1 to +1; +1 is the warm pole. A statement is judged towards the other side of the pair, by its own words, without hindsight."
LIMITS = (
    "A statement in the press is what an outlet chose to quote, often in translation. The chart shows reported speech, not policy.",
    "A handful of articles cannot describe a year. Where little was read, little is drawn; the gaps are gaps in the collection, not silence of the speakers.",
    "Irony, allusion and diplomatic code are caught only where a phrase of the lexicon covers them.",
    "Flexibility is diagnostic: even two careful readers agree on it least.",
    "An interval tells how far the mean could move with other statements of the same kind. It does not cover articles that were never collected.",
)
VERSIONS = {
    "method": "Method",
    "table": "Table of statements",
    "program": "Program",
    "case": "Case",
    "evaluated": "Accuracy measured",
}
CITE_TEXT = "Stance {version}, table version {table}, method {method}, {day}."


def sentence(text: str) -> str:
    """Return the text with a capital at its beginning and a full stop at its end."""
    stripped = text.strip()
    closed = stripped if stripped.endswith((".", "?", "!")) else f"{stripped}."
    return closed[:1].upper() + closed[1:]


_UNSURE = re.compile(r"Too few words by period to say whether ([^.]+) changed\.")


def joined_doubts(sentences: Sequence[str]) -> list[str]:
    """Return the sentences with those that say the same of several names made one."""
    names = [found.group(1) for text in sentences if (found := _UNSURE.fullmatch(text))]
    rest = [text for text in sentences if not _UNSURE.fullmatch(text)]
    if not names:
        return rest
    many = f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else names[0]
    return [f"Too few words by period to say whether {many} changed.", *rest]


def mid_sentence(text: str) -> str:
    """Return the text with the names of sides in small letters where they do not begin a sentence."""
    for name in SIDES_AS_SUBJECTS.values():
        small = name[:1].lower() + name[1:]
        text = re.sub(rf"(?<=[^.?!] ){name}\b", small, text)
    return text
