"""Every word that the dashboard prints, in one place."""

# ruff: noqa: E501 - a sentence on one line is easier to review than a broken one

import re
from collections.abc import Sequence

APP = "Stance"

# ---- pages
TIMELINE = "Timeline"
ACTORS = "Actors"
RELATIONS = "Relations"
STATEMENTS = "Statements"
OUTLETS = "Outlets"
ARTICLES = "Articles"
REVIEW = "Review"
METHOD = "Method"
PAGES = "Pages"
OPENING = "Opening the collection\N{HORIZONTAL ELLIPSIS}"

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
    "min-confidence": "Speaker certain",
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
    "min-confidence": "How sure it is who speaks, at least. A name beside the words is surest, a pronoun far from one least.",
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
CERTAIN = "speaker at least {} certain"
BAD_CONFIDENCE = "min-confidence is \N{LEFT DOUBLE QUOTATION MARK}{text}\N{RIGHT DOUBLE QUOTATION MARK}; expected a share from 0 to 1, such as 0.7."
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
PARAGRAPH = ("paragraph", "paragraphs")
OUTLET = ("outlet", "outlets")

# ---- nothing matches
NOTHING = "No statement matches."
NOTHING_HELP = "Each of these alone would bring statements back:"
NOTHING_HELP_ONE = "This would bring statements back:"
NOTHING_HOPELESS = (
    "No single filter is to blame: clear them all and start from the whole collection."
)
DROP_FILTER = "{what} not restricted: {count}"

# ---- timeline
AXIS = "Axis"
BY = "Show by"
BY_LABELS = {
    "side": "Side",
    "actor": "Actor",
    "dyad": "Who to whom",
    "topic": "Topic",
    "outlet": "Outlet",
}
GROUPS = {
    "side": "sides",
    "actor": "actors",
    "dyad": "pairs of speaker and target",
    "topic": "topics",
    "outlet": "outlets",
}
DYAD = "{} towards {}"
DYAD_TARGETS = {"both": "both sides", "US": "the US"}
FREQ = "Mean per"
FREQ_LABELS = {
    "day": "Day",
    "week": "Week",
    "month": "Month",
    "quarter": "Quarter",
    "event": "Event window",
}
MEAN_PER = {
    "day": "day",
    "week": "week",
    "month": "month",
    "quarter": "quarter",
    "event": "window of 14 days before, at and after an event",
}
DRAG = "Dragging"
DRAG_LABELS = {"zoom": "Looks closer", "select": "Selects"}
DRAG_HELP = "What dragging across the chart does: look closer at a stretch of time, or select its statements and brush periods to compare."
TURN_MARK = "turn"
CHART_TITLE = "{axis} by {by}, {when}"
AXIS_HELP = "What is read from the words. +1 is the warm pole, \N{MINUS SIGN}1 the cold one; the Method page defines each."
BY_HELP = "Draw sides in one chart, or each actor, pair of speaker and target, topic or outlet in a chart of its own."
FREQ_HELP = "The stretch of time that each mean covers; an event window is the 14 days before, the days of, and the 14 days after an event. Nothing is drawn where nothing was said."
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
FEW_OCCASIONS = "{n} occasions are too few"
ONE_OCCASION = "all on one occasion"
CHART_ALT = (
    "Timeline of {axis} from {first} to {last}: {n} on a scale from minus one, {cold}, to plus one, "
    "{warm}. The same numbers follow as a table below."
)
SWARM_NOTE = "Each point is one statement; those of one day stand side by side."
MEAN_NOTE = (
    "Bars are means per {freq}, the upright line is their 95% interval; a hollow bar has too few "
    "utterances or occasions for one."
)
NO_SCORE_NOTE = "{count} without a score on this axis: not drawn."
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
    "Drawn are the {shown} {what} with most statements of {total}; choose others under Filter."
)
MORE = "Look further"
MORE_LABELS = {
    "compare": "Compare two periods",
    "outlets": "Who reported",
    "series": "Lay another series over it",
}
MORE_HELP = "Whether two periods differ, what the choice of outlets has to do with it, or how another series went meanwhile. Click again to close."
BRUSHED_ONE = "Brushed: {0}. Brush a second period to compare the two."
BRUSHED_TWO = "Brushed: {0}, and {1}."
COMPARE_BRUSHED = "Compare these two periods"
FORGET_BRUSHED = "Forget them"
COMPARE_TITLE = "Two periods compared"
COMPARE_ENDS = {"from": "{} from", "to": "{} until"}
COMPARE_HELP = "A is the period that is compared with, B the one in question."
COMPARE_HINT = "Fill in the four dates, or let dragging select, brush one period in the chart and then another."
COMPARE_COLUMNS = ("Who", "Mean in A", "Mean in B", "Difference", "95% interval", "p")
COMPARE_NOTE = "The periods may lie outside the dates of the filter; all its other choices hold. p is how often chance alone would make occasions differ as much. n counts utterances."
OUTLETS_TITLE = "Who reported"
OUTLETS_COLUMN = "Share of all reports"
OUTLETS_MORE = "{} more outlets have fewer reports."
OUTLETS_NOTE = "A report is an utterance in one outlet. Where few outlets carry most of the words, a change of tone may be a change of outlets."
OUTLETS_WITHIN = "The trend within each outlet"
OUTLETS_TREND_COLUMNS = ("Outlet", "Who", "When", "Mean", "Interval", "Utterances")
SERIES_TITLE = "Another series over the timeline"
SERIES_HELP = "A CSV file with two columns, a date (2023-05 or 2023-05-19) and a number, such as an index of trade or of tension. It is drawn as a dashed line, moved and stretched onto the scale of the chart, so only its ups and downs mean something. It is not stored."
SERIES_UPLOAD = "CSV file with date and value"
SERIES_KEPT = "Nothing was laid over the chart."
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
LIST_SILENT = ("; {} says nothing on this axis.", "; {} say nothing on this axis.")
SCORE_INTERVAL = "80% interval of the score: {low} to {high}."
OTHER_REPORTS = "Other reports of the same words"
COMPARE_REPORTS = "Compare what each outlet kept and cut"
NO_OTHER_REPORTS = "No other article in the collection reports these words."
NO_ARTICLE = "The text of this article is not in the store."
NO_EVIDENCE = "Neither the phrases nor the network found evidence on this axis, so there is no score: silence is not neutrality."
EVIDENCE_COLUMNS = ("Words", "Weight", "Adds")
EVIDENCE_SUM = "Score"
NEGATED = "negated"
FROM_MODEL = "whole statement, by the model"
REMAINDER = "rounding"
SET_BY_READER = "set by a reader, in place of these"
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
FOLDED = {
    "before": "The article up to here: {}",
    "after": "The rest of the article: {}",
    "aside": "No part of the article: {}",
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
DOWNLOADS = "These statements as a file"
DOWNLOAD_FORMATS = {"csv": "CSV", "xlsx": "Excel", "parquet": "Parquet", "json": "JSON"}
DOWNLOAD_ABOUT = "What they are, and how to cite them (JSON)"
DOWNLOAD_TOO_LARGE = "{count} are more than a file from here may hold: {limits}. Narrow the filter, or use the command line: stance export."
SHEET_STATEMENTS = "Statements"
SHEET_ABOUT = "About"
DOWNLOAD_LIMIT = "{name} up to {limit}"

# ---- charts
PICTURE = "Picture"
PICTURES = {"svg": "SVG", "png": "PNG"}
PICTURE_HELP = "{title} as a picture, {format}"
PICTURE_FOOT = "n = {counted}. Source: Stance, table version {version}, method {method}; reported statements, means count an utterance once. Made on {day}."
PICTURE_FAILED = "The picture could not be made."
NUMBERS = "Numbers"
NUMBERS_HELP = "The numbers of: {title}, {format}"
COPY_LINK = "Copy link"
COPIED = "Link copied"

# ---- first start
FIRST_START = "Reading the first articles"
FIRST_START_WHY = (
    "There is no collection yet, so the {count} articles that come with the program are being "
    "read: who speaks, what was said, when, and in which tone. This happens once and takes about "
    "20 seconds."
)
FIRST_START_WAIT = "Loading the language model"
FIRST_START_STEP = "{done} of {total} articles read: {name}"
FIRST_START_LOCKED = (
    "Another program is writing into the collection. This page goes on when it has finished"
)
FIRST_START_DONE = "The collection is ready"
FIRST_START_FAILED = "The collection could not be built."
FIRST_START_KEPT = (
    "Nothing was half written. Put right what is named above, or name another folder with "
    "STANCE_STORE, then try again."
)
TRY_AGAIN = "Try again"
EMPTY_STORE = "The collection is empty."
EMPTY_STORE_HELP = (
    "There is no statement in it. Add texts here or on the command line with stance ingest; what "
    "was taken out can be brought back."
)
EMPTY_STORE_ADD = "Add texts"
EMPTY_STORE_HISTORY = "Bring back what was taken out"

# ---- errors
ERROR = "This page could not be drawn."
ERROR_STORE = "The collection cannot be read."
ERROR_HELP = "Something unexpected happened while it was drawn; the details are in the terminal that started the dashboard."
ERROR_KEPT = "Your collection is unchanged. Try again; if it does not help, clear the filters."
ERROR_PUT_RIGHT = "Nothing was changed here. When that is put right, try again."
ERROR_PLAIN = "Open this page without filters"
LOST = (
    "The connection to Stance is lost",
    "The program does not answer: it was stopped, or the network to it is down. What was saved is "
    "safe. Start it again where it ran; this window goes on by itself as soon as it answers.",
)

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
        "fresh",
        "conciliation",
        "sign right",
        " Whether words are warm or cold is right in {percent} of held-back statements that are either (n = {n})",
    ),
    (
        "fresh",
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
    "stance, fresh statements": "Tone, in statements written last and scored once",
    "two readers": "How far two readers agree with each other",
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

# ---- actors
ACTORS_LEDE = "{n} in this view, {told} of them heard often enough to tell: {parts}."
ACTORS_LEDE_ALL = "{n} in this view: {parts}."
ACTORS_LEDE_TOP_ALL = "{n} in this view. Of the {shown} with most statements {parts}."
ACTORS_LEDE_TOP = "{n} in this view. Of the {shown} with most statements {told} are heard often enough to tell: {parts}."
ACTORS_LEDE_NONE = "{n} in this view, none heard often enough to tell how they speak."
ACTORS_LEDE_ONE = "{name} was {finding}."
ACTORS_LEDE_FEW = "Too few words by {name} to tell: {count} with a score on {axis}, where at least three are needed."
ACTORS_FEW_OCCASIONS = "That rests on {n} occasions, too few to say how sure it is."
ACTORS_LEDE_SILENT = "{name} says nothing here that bears on {axis}."
IS, ARE = "is", "are"
ACTORS_LEDE_WARM = "{n} {be} {pole} on average"
ACTORS_LEDE_NEITHER = "{n} {be} neither {cold} nor {warm}"
ACTORS_SURE_ONE = "The interval holds zero, so chance may have made the sign."
ACTORS_SURE_NONE = "None of their intervals leaves out zero, so chance may have made each sign."
ACTORS_SURE = "{n} of their intervals {leave} out zero; chance may have made the other signs."
ACTORS_LEAVE = ("leaves", "leave")
ACTORS_DOUBT = "Hollow are means that rest on fewer than three utterances, or on too few occasions to say how sure they are. Choose a name to see what stands behind it."
ACTORS_DOUBT_NONE = "Choose a name to see what stands behind it."
ACTORS_DIFFERS = "That is more {pole} than {whom} ({mean}, n = {n}; difference {difference}, 95% interval {low} to {high})."
ACTORS_SAME = "No clear difference from {whom} ({mean}, n = {n})."
ACTORS_NOT_COMPARED = "{whom}: too few words to compare with (n = {n})."
ACTORS_ACTOR = ("actor", "actors")
ACTORS_BACK = "Back to all actors"
ACTORS_CHOOSE = "Find an actor"
ACTORS_CHOOSE_HELP = "Everybody who says something in this view, with the number of statements. Type to search; a name that is not in the list is looked for in the whole collection."
ACTORS_CHOOSE_EMPTY = "Type a name"
ACTORS_NOT_FOUND = "Nobody in the collection is called \u201c{name}\u201d, or more than one is."
ACTORS_COMPARE_AXIS = (
    "The axis of the sentence above, of the means below and of the warmest and coldest words."
)
ACTORS_TABLE = "Who speaks, and how"
ACTORS_COLUMNS = ("Actor", "Statements", "Mean", "95% interval", "Utterances", "Words")
ACTORS_MORE = "The {shown} with most statements of {total}; the field above finds the others."
ACTORS_WORDS = "Read"
ACTORS_WORDS_OF = "Read the statements of {name}"
ACTORS_REST = "other speakers for {side}"
ACTORS_SPEAKERS = "speakers for {side}"
ACTORS_STRIP = "Five axes, against both sides"
ACTORS_STRIP_TITLE = "How {name} speaks, on five axes"
ACTORS_STRIP_ALT = "Dot plot of the mean of {name} on {axes}, each from minus one to plus one, beside {others}. The same numbers follow as a table."
ACTORS_STRIP_NOTE = "Marks are means, lines their 95% intervals; a hollow mark rests on too few utterances or occasions for one. Click a mark to see the words on that axis."
ACTORS_STRIP_COLUMNS = ("Axis", "Whose words", "Mean", "95% interval", "Utterances")
ACTORS_TREND = "Over time"
ACTORS_TREND_TITLE = "{axis} of {name} over time"
ACTORS_TREND_UNDATED = "No statement of this view has a date that places it in time."
ACTORS_TOPICS = "On which topics"
ACTORS_TARGETS = "Towards whom"
ACTORS_PARTS_COLUMNS = ("{what}", "Mean", "Utterances")
ACTORS_TOPIC, ACTORS_TARGET = "Topic", "Target"
ACTORS_PARTS_NONE = "Nothing with a score on this axis."
ACTORS_PARTS_NOTE = (
    "Hollow are means of fewer than three utterances, or of too few occasions for an interval."
)
ACTORS_OUTLETS = "Who quoted them"
ACTORS_OUTLET_COLUMNS = ("Outlet", "Statements", "Share", "Mean")
ACTORS_OUTLETS_NOTE = "Shares are of the statements in this view. Outlets choose what they quote: a different mean may be a different choice."
ACTORS_OFFICES = "In the registry"
ACTORS_ALSO = "also: {titles}"
ACTORS_OFFICE_COLUMNS = ("Office", "From", "Until")
ACTORS_OPEN = "\N{EN DASH}"
ACTORS_SIDE, ACTORS_KIND, ACTORS_BORN, ACTORS_ALIASES = "Side", "Is a", "Born", "Also called"
ACTORS_ENTITIES = {"person": "Person", "body": "Body", "country": "Country", "group": "Group"}
ACTORS_NO_SIDE = "no side"
ACTORS_UNREGISTERED = "Found in your texts, not in the registry."
ACTORS_UNREGISTERED_NOTE = "Without an entry neither offices nor other spellings of {name} are known, and the side only where the words beside the name tell it."
ACTORS_NEW = "Found in your texts, not in the registry"
ACTORS_NEW_LEDE = "{n} of this view {be} in no registry: without an entry neither offices nor other spellings are known, and the side only where the words beside the name tell it."
ACTORS_NEW_NONE = "Every speaker of this view is in the registry."
ACTORS_NEW_COLUMNS = ("Name as printed", "Statements", "When", "For example", "")
ACTORS_NEW_MORE = "The {shown} with most statements of {total}."
ACTORS_ADD = "Add"
ACTORS_ADD_TITLE = "Add {name} to the registry"
ACTORS_ADD_CANCEL = "Do not add"
ACTORS_ADD_NAME = "Name"
ACTORS_ADD_NAME_HELP = "As it is to be shown everywhere."
ACTORS_ADD_ID = "Identifier"
ACTORS_ADD_ID_HELP = (
    "Small letters, digits and underscores. It is never changed later: results refer to it."
)
ACTORS_ADD_SIDE = "Speaks for"
ACTORS_ADD_SIDE_HELP = "The side whose position these words express. Only you can know."
ACTORS_ADD_ENTITY = "Is a"
ACTORS_ADD_ENTITY_HELP = (
    "A person, a body such as a ministry, a country, or a group such as state media."
)
ACTORS_ADD_ALIASES = "Also called"
ACTORS_ADD_ALIASES_HELP = "Other names and spellings that mean this one and nobody else, divided by commas. No titles: they change hands."
ACTORS_ADD_PICK = "Choose a side"
ACTORS_ADD_FIRST = "Say whom {name} speaks for, and the entry is shown here."
ACTORS_ADD_REFUSED = "The registry would refuse this entry: {reason}."
ACTORS_ADD_READY = "Checked: the registry takes this entry. Copy it to the end of the file {path}, then run: stance check-data."
ACTORS_ADD_SHIPPED = "That file comes with the program and the next release replaces it. To keep your own, copy its folder {folder}, set STANCE_DATA_DIR to the copy, and the entry can be written from here."
ACTORS_ADD_WRITE = "Write it into the registry"
ACTORS_ADD_WRITE_HELP = (
    "Appends the entry to {path}, if the registry takes it; nothing else changes."
)
ACTORS_ADD_WRITTEN = "{name} is in the registry now ({path}). Texts that are read from now on will know the name; statements that are stored keep it as printed until their texts are read again."

# ---- relations
RELATIONS_LEDE = "Coldest is what {cold}; warmest what {warm}."
RELATIONS_LEDE_ONE = "{what}."
RELATIONS_SAYS = {
    "speakers": "{row} says towards {column}",
    "sides": "{row} says towards {column}",
    "topics": "{column} says on {row}",
}
RELATIONS_FEW = "No pair has the three utterances that a mean needs to be told."
RELATIONS_NONE = (
    "No statement of this view has a score on {axis} and names whom or what it is about."
)
RELATIONS_DOUBT = "{few} of {cells} cells rest on fewer than three utterances and are drawn hollow; among so many some stand out by chance."
RELATIONS_DOUBT_ALL = "All {cells} cells rest on fewer than three utterances and are drawn hollow."
RELATIONS_UNCLEAR = "The intervals of the two overlap, so even that is not sure."
RELATIONS_MAP = "Show"
RELATIONS_MAP_HELP = (
    "Who speaks towards whom, by speaker or by side; or what each side says on which topic."
)
RELATIONS_MAPS = {
    "speakers": "Speaker by target",
    "sides": "Side by target",
    "topics": "Topic by side",
}
RELATIONS_TITLE = {
    "speakers": "Who speaks how about whom: {axis}",
    "sides": "Which side speaks how about whom: {axis}",
    "topics": "How the sides speak on each topic: {axis}",
}
RELATIONS_CORNER = {
    "speakers": ("Speaker", "towards"),
    "sides": ("Side", "towards"),
    "topics": ("Topic", "side"),
}
RELATIONS_OTHERS = "{n} others"
RELATIONS_CELL = "{what}: mean {mean}, {n}"
RELATIONS_CELL_FEW = "{what}: {n}, too few for an interval"
RELATIONS_SCALE = "Mean of {axis}"
RELATIONS_FEW_KEY = "hollow: fewer than three utterances"
RELATIONS_NOTE = "Each cell shows the mean on {axis} and, small, how many utterances it rests on. Rows and columns go by number of utterances; an empty cell means that nothing was said, not that it was neutral. Choose a cell to read its words."
RELATIONS_LIMITED = (
    "Shown one by one are the {rows} rows and {columns} columns with most statements."
)
RELATIONS_PICTURE = "The same as a picture, and as numbers"
RELATIONS_ALT = "Heatmap, {rows} rows by {columns} columns, of mean {axis} from minus one, {cold}, to plus one, {warm}. The same numbers stand in the table above, and follow as a list."
RELATIONS_COLUMNS = ("Row", "Column", "Mean", "95% interval", "Utterances", "Statements")
RELATIONS_OPENED = "What {what}"
RELATIONS_OPENED_COUNT = "{statements}, {utterances}: mean {mean}{interval}."
RELATIONS_OPENED_FEW = ", {said} for an interval"
RELATIONS_OPENED_MORE = " The {shown} strongest are listed."
RELATIONS_CLOSE = "Close"
RELATIONS_GONE = "That cell is empty with these filters."

# ---- compare outlets
OUTLETS_LEDE = "{n} {be} told by two outlets or more."
OUTLETS_LEDE_APART = " Furthest apart is what {who} said {said}: the outlets\u2019 versions differ by {spread} on {axis}."
OUTLETS_LEDE_ONE = "One utterance is told by two outlets or more."
OUTLETS_NONE = "No two outlets tell the same words here."
OUTLETS_NONE_HELP = "That needs articles of several outlets on one occasion. What each outlet quotes can still be compared below."
OUTLETS_DOUBT = "Reports are joined by their words, speaker and day; what is told too freely is not recognised as the same."
OUTLETS_SORT = "Order"
OUTLETS_SORT_HELP = (
    "By how many outlets tell it, by how far apart the scores of their versions are, or by day."
)
OUTLETS_SORTS = {"most": "Most outlets", "apart": "Furthest apart", "latest": "Latest"}
OUTLETS_SHARED = "The same words in several outlets"
OUTLETS_SHARED_COLUMNS = (
    "What was said, in its fullest version",
    "Who",
    "When",
    "Told by",
    "{axis}, mean and range",
)
OUTLETS_REPORTS = ("report", "reports")
OUTLETS_MORE_NAMES = ("other", "others")
OUTLETS_NOT_NAMED = ("outlet not named", "outlets not named")
OUTLETS_TOLD_BY = "{outlets} ({n})"
OUTLETS_RANGE = "range {spread}"
OUTLETS_PAGE_OF = "{first} to {last} of {total} utterances"
OUTLETS_BY_SIDE = "Whom each outlet quotes"
OUTLETS_SELECTION = "Whom an outlet quotes is a choice. {most} gives {most_share} of its statements to {side} (n = {most_n}), {least} {least_share} (n = {least_n}). Means of outlets therefore differ even where both quote faithfully: compare within a side."
OUTLETS_SELECTION_ONE = "Whom an outlet quotes is a choice: {most} gives {most_share} of its statements to {side} (n = {most_n})."
OUTLETS_SIDE_COLUMNS = ("Outlet", "Statements")
OUTLETS_SIDE_SHARE = "{side}: share"
OUTLETS_SIDE_MEAN = "{side}: mean"
OUTLETS_MORE = "The {shown} outlets with most statements of {total}."
OUTLETS_BACK = "Back to all shared utterances"
OUTLETS_GONE = "That utterance is not in the collection."
OUTLETS_GONE_HELP = "The link may come from another collection, or the article was read again with another version of the method."
OUTLETS_ONE_ONLY = "Only one report of these words is in the collection."
OUTLETS_OPENED_REPORTS = "{outlets} in {reports}"
OUTLETS_OPENED = "Told by {outlets}. {fullest} prints most of it ({words}); {least} keeps {share} of those words."
OUTLETS_OPENED_SPREAD = " The scores of the versions on {axis} lie {spread} apart."
OUTLETS_OPENED_SILENT = " No version has a score on {axis}."
OUTLETS_OPENED_ALIKE = " The versions score alike on {axis}."
OUTLETS_OPENED_DOUBT = (
    "The fullest version stands in for what was said; the speech itself is not in the collection."
)
OUTLETS_WORDS = ("word", "words")
OUTLETS_FULLEST = "Fullest version"
OUTLETS_ONLY = "the only report"
OUTLETS_KEPT = "keeps {share} of {words}"
OUTLETS_CUT = "{words} cut"
OUTLETS_INSTEAD = "for \u201c{words}\u201d"
OUTLETS_LEGEND = {
    "kept": "as in the fullest version",
    "reworded": "reworded",
    "added": "only here",
    "cut": "cut",
}
OUTLETS_LEGEND_SOME = "in the fullest version: kept by some"
OUTLETS_UNDATED = "on a day not known"
OUTLETS_ON_DAY = "on {}"
OUTLETS_IN_MONTH = "in {}"
OUTLETS_SOME_ONLY = "kept by {n} of {of}"
OUTLETS_FRAME = "How each frames it"
OUTLETS_FRAME_COLUMNS = ("Outlet", "Verb", "Speaker as printed", "Report", "Words kept", "{axis}")
OUTLETS_NO_VERB = "none"
OUTLETS_AROUND = "The paragraph around it"
OUTLETS_OPEN = "Open in its article"
OUTLETS_TWIN = "This comparison as JSON"
OUTLETS_PUBLISHED = "published {day}"
OUTLETS_UNKNOWN = "Outlet not known"
OUTLETS_UNKNOWN_FILE = "outlet not known ({file})"
OUTLETS_SEARCH_NOTE = (
    "One report that the filters let through is enough; all reports of its words are then shown."
)


# ---- articles
ARTICLES_LEDE = "{articles}{outlets}{dates}"
ARTICLES_LEDE_OUTLETS = (", outlet not known", " from {}")
ARTICLES_LEDE_DATES = ", published {}"
ARTICLES_LEDE_NONE = "There is no article yet. Add some: upload files, or paste a text."
ARTICLES_LEDE_OPEN = "; {count} wait for a decision about their date"
ARTICLES_LEDE_OPEN_ONE = "; one waits for a decision about its date"
ARTICLES_LEDE_CLEAR = "; every one has its date"
ARTICLES_PARTS = "Part of the page"
ARTICLES_AS_FILE = "This list as a file"
ARTICLES_BY = "by {}"
ARTICLES_PART_LABELS = {
    "list": "All articles",
    "attention": "Needs attention",
    "add": "Add texts",
    "history": "Additions",
}
ARTICLES_SHOW = "Show"
ARTICLES_SHOW_LABELS = {
    "all": "All",
    "view": "With statements in view",
    "attention": "Date in doubt",
    "silent": "Without statements",
}
ARTICLES_ORDER = "Sort by"
ARTICLES_ORDERS = {
    "newest": "Newest first",
    "oldest": "Oldest first",
    "added": "Last added first",
    "fullest": "Most statements first",
    "headline": "Headline",
}
ARTICLES_FIND = "Search headline, outlet or text"
ARTICLES_FIND_HELP = "Words as written. Capitals do not matter."
ARTICLES_FOUND = "{count} shown"
ARTICLES_COLUMNS = ("Headline", "Outlet", "Published", "Statements", "Added")
ARTICLES_UNIT = ("statement,", "statements,")
ARTICLES_UTTERANCES = "{} utterances"
ARTICLES_UTTERANCES_ONE = "1 utterance"
ARTICLES_NOTHING = "No article matches."
ARTICLES_SHOW_ALL = "Show all articles"
ARTICLES_UNDATED = "no date"
ARTICLES_ADDED_BY = "{day}, by {who}"
ARTICLES_BASES = {
    "byline": "from its byline",
    "dateline": "from its dateline",
    "metadata": "from the page\u2019s data",
    "url": "from its address",
    "title": "from its headline",
    "field": "from the file\u2019s date field",
    "curated": "known from outside",
    "corroborated": "from another article with the same quotations",
    "event": "from an event that it tells of",
    "caption": "from a caption",
    "text": "from its text",
    "notice": "from a notice",
    "corrected": "given by a reader",
}
ARTICLES_BASIS_UNKNOWN = "basis not known"
ARTICLES_BACK = "Back to the articles"
ARTICLES_MISSING = "There is no article {id}."
ARTICLES_MISSING_HELP = "It may have been taken out with its addition; see Additions."
ARTICLES_TEXT = "The text"
ARTICLES_NO_STATEMENTS = (
    "Nobody is quoted or reported in this article, as far as the program can see."
)
ARTICLES_LEGEND = "Underlined words are statements; each opens."
ARTICLES_DATE = "When it was published"
ARTICLES_EVIDENCE = ("Day", "Evidence", "What the source says", "Weight")
ARTICLES_EVIDENCE_NONE = "Nothing in the text, its page or its data names a day."
ARTICLES_EVIDENCE_NOTE = "Weight: how far one such piece can be trusted alone, from 0 to 1."
ARTICLES_UNREADABLE_DAY = "unreadable"
ARTICLES_FACTS = "What is known"
ARTICLES_FACT_NAMES = {
    "outlet": "Outlet",
    "url": "Address",
    "file": "File",
    "authors": "Written by",
    "added": "Added",
    "statements": "Statements",
    "id": "Article",
}

ATTENTION_DATES = "Dates"
ATTENTION_DATES_NOTE = "Choose the day that is right. It becomes a correction: it is logged with your name, and can be undone."
ATTENTION_DATES_CLEAR = "Every article has a date that nothing contradicts."
ATTENTION_WHY_DATED = "Dated {day}, but {why}."
ATTENTION_HANGING = "{count} take their day from this article."
ATTENTION_TAKE = "{day}: {why}"
ATTENTION_TAKE_HELP = "Sets this day; the statements that hang on it are dated again."
ATTENTION_OTHER_DAY = "Another day"
ATTENTION_OTHER_DAY_HELP = "As 2023-06-19."
ATTENTION_SET = "Set this day"
ATTENTION_SET_OTHER = "Set another day"
ATTENTION_SPEAKERS = "Statements whose speaker is not certain"
ATTENTION_SPEAKERS_NOTE = (
    "The program is less than half sure who speaks. Open one to correct or confirm it."
)
ATTENTION_SPEAKERS_CLEAR = (
    "The program is fairly sure of every speaker, or somebody has looked at it."
)
ATTENTION_COLUMNS = ("What was said", "Speaker", "Certain", "Where")
ATTENTION_MERGES = "Possibly the same words"
ATTENTION_MERGES_NOTE = "These reports of one speaker almost agree. If they are the same words on the same occasion they count once."
ATTENTION_MERGES_CLEAR = "No two reports are left apart by a small margin."
ATTENTION_LIKENESS = "{percent} alike"
ATTENTION_SAME = "The same words"
ATTENTION_SAME_HELP = "Both reports count as one utterance from now on."
ATTENTION_APART = "Not the same"
ATTENTION_APART_HELP = "The two stay apart, and you are not asked again."
ATTENTION_REASON_DATE = "chosen among the evidence of the article: {}"
ATTENTION_REASON_OWN = "given by hand"
ATTENTION_REASON_SAME = "compared side by side: the same words"
ATTENTION_REASON_APART = "compared side by side: not the same words"
ATTENTION_MORE = "The first {shown} of {total} are shown."
ATTENTION_DATING = "The day of \u201c{title}\u201d is being set and its statements are read again."

ADD_LEDE = "New texts are read, analysed and added beside what is here; what is known already stays as it is."
ADD_WAYS = ("Upload", "Paste a text", "Addresses", "Folder")
ADD_URLS = "Addresses of articles"
ADD_URLS_HELP = "One a line, beginning with https:// or http://."
ADD_URLS_NOTE = "This is the only thing here that uses the network: the pages are fetched once, at a polite pace, and only where the site allows it. Addresses inside your own network are refused."
ADD_URLS_BUTTON = "Fetch and add"
ADD_NO_URLS = "Write at least one address first."
ADD_BAD_URL = (
    "\u201c{}\u201d is no address of a page. Begin with https:// or http://, one address a line."
)
ADD_TOO_MANY_URLS = "These are {n} addresses; {limit} at once are possible. Fetch them in parts."
ADD_UPLOAD = "Files to add"
ADD_UPLOAD_HELP = "One file may hold many articles (tables, JSON). What a file really holds is checked when it is read."
ADD_LIMITS = (
    "Up to {files} files at once, each up to {size} MB. Read are files that end in {endings}."
)
ADD_UPLOAD_BUTTON = "Add {}"
ADD_FILE = ("file", "files")
ADD_NO_FILES = "Choose at least one file first."
ADD_TOO_MANY = (
    "These are {n} files; {limit} at once are possible. Add them in parts, or as a folder."
)
ADD_TITLE = "Headline"
ADD_TITLE_HELP = "As printed. The article is listed under it. Left empty, a short first line of the text is taken."
ADD_OUTLET = "Outlet"
ADD_OUTLET_HELP = "Who published it, for example Reuters. May stay empty."
ADD_DAY = "Published on"
ADD_DAY_HELP = "As 2023-06-19. If it stays empty, the date is looked for in the text."
ADD_URL = "Address"
ADD_URL_HELP = (
    "Where it can be read on the web. It is kept, nothing is fetched from it. May stay empty."
)
ADD_TEXT = "Text"
ADD_TEXT_HELP = "The whole article as plain text, with its dateline if there is one."
ADD_PASTE_BUTTON = "Add this text"
ADD_NO_TITLE = "Give the text a headline, so that it can be found again."
ADD_NO_TEXT = "Paste the text of the article first."
ADD_BAD_DAY = "\u201c{}\u201d is no day. Write it as 2023-06-19, or leave it empty."
ADD_TEXT_TOO_LONG = (
    "The text is longer than {size} MB. Save it as a file in parts and upload those."
)
ADD_FOLDER = "Folder or file"
ADD_FOLDER_HELP = "A path on the computer that runs Stance, for example /home/ada/articles. Folders are read with everything below them; the files stay where they are."
ADD_FOLDER_FOUND = "{n} there, {read} of a kind that can be read."
ADD_FOLDER_BUTTON = "Add this folder"
ADD_FOLDER_MISSING = "There is no \u201c{}\u201d on this computer. Check the spelling; begin with / or a drive letter."
ADD_FOLDER_EMPTY = "Nothing in \u201c{}\u201d is of a kind that can be read."
ADD_DENIED = "\u201c{}\u201d cannot be opened by Stance. Change the folder\u2019s rights, or upload its files."
ADD_FAILED = "The texts could not be handed over: {}. Free some space or check the rights of the store\u2019s folder, then press the button again; what you typed is still here."
ADD_JOBS = "On their way, and what became of them"
ADD_JOBS_NOTE = "You can leave this page or close the browser: the work goes on."
ADD_BY = "{what}, handed over {when} by {who}"
ADD_STATES = {
    "waiting": "Waiting: another addition is being worked on",
    "starting": "Starting",
    "reading": "Reading the files",
    "file": "Reading {name}",
    "page": "Fetching {name}",
    "analysing": "Loading the language model, for {total}",
    "article": "{done} of {total} articles analysed: {name}",
    "dating": "Dating the statements again",
    "storing": "Storing",
    "stopped": "Interrupted: the computer or the program was stopped. Nothing was half written.",
    "failed": "Not added: {reason}",
    "done": "{new} added with {statements}",
    "done_none": "Nothing new",
    "done_date": "The day is set; {statements} follow",
}
ADD_KNOWN = "{count} known already"
ADD_SKIPPED = "{count} skipped"
ADD_RESULT_PARTS = {
    "new": "Added",
    "known": "Known already, left as they are",
    "problems": "Skipped",
}
ADD_ITEM_NEW = "{title} ({statements})"
ADD_ITEM_KNOWN = "{given}: the same words as \u201c{title}\u201d"
ADD_ITEM_PROBLEM = "{source}: {reason}. {remedy}"
ADD_TRY_AGAIN = "Try again"
ADD_GO_ON = "Go on"
ADD_DROP = "Drop it"
ADD_DROP_HELP = "Deletes the copies that were handed over. What is in the collection stays."
ADD_CLEAR = "Clear this line"
ADD_BUG = "This is a fault of the program; the details are in inbox/worker.log of the store."
ADD_REMEDIES = (
    (
        r"address|robots|public|private|network|HTTP|status|time[sd]? ?out|certificate|resolve|connect",
        "Open the address in a browser; if it shows the article, save the page and upload the file.",
    ),
    (r"unsupported extension|no extension", "Save it as one of the kinds named above."),
    (
        r"is empty|holds no article|holds no text",
        "Check that the file has a text; a scanned page needs text recognition first.",
    ),
    (r"over the limit|more than is allowed|more than \d+", "Divide it into smaller files."),
    (r"encrypted|password", "Save it without a password."),
    (r"same text as", "Nothing to do: it was read under the other name."),
    (
        r"broken|not a |not an |is not|damaged|declares",
        "Open it in the program that made it and save it again.",
    ),
    (
        r"does not exist|cannot be opened|cannot be read|folder without files",
        "Check the path and the rights of the folder.",
    ),
    (r"encoding|decod", "Save it as UTF-8."),
    (r"has no (?:field|column)", "Name the column that holds the text \u201ctext\u201d."),
)
ADD_REMEDY_ELSE = "Check the file and add it once more."

HISTORY_LEDE = "What was added and taken out, by whom and when; every line can be undone."
HISTORY_COLUMNS = ("No.", "When", "What", "By", "Articles", "Why")
HISTORY_WHAT = {
    "add": "Added",
    "remove": "Taken out",
    "restore": "Brought back",
    "reanalyze": "Analysed anew",
    "update utterances": "Utterances formed anew",
    "compact": "Files joined",
    "keep files": "Files kept",
    "migrate": "Made ready for this version",
}
HISTORY_UNDOES = "{what}: undoes no. {number}"
HISTORY_TITLES = "{what}: {titles}"
HISTORY_UNDONE = "undone"
HISTORY_UNDO = "Undo no. {}"
HISTORY_UNDO_HELP = "You are asked once more, and told what goes or comes back."
HISTORY_ASK_OUT = "{articles} with {statements} leave the collection, and every chart: {titles}."
HISTORY_ASK_BACK = "{articles} come back into the collection with all their statements: {titles}."
HISTORY_ASK_CORRECTED = "{count} of them were corrected or confirmed by a person; that stays in the log and counts again if they come back."
HISTORY_AND_MORE = "{} more"
HISTORY_KEPT = "Nothing is deleted for good: the undo is a line of its own and can be undone."
HISTORY_CONFIRM = "Undo it"
HISTORY_CANCEL = "Keep it"
HISTORY_DONE = "Done: {what}."
HISTORY_TAKEN = "{} taken out"
HISTORY_BROUGHT = "{} brought back"
HISTORY_EMPTY = "Nothing was added yet."

# ---- review
REVIEW_LEDE = "{judged} of {total} statements in view reviewed; the next {n} are ordered by how much a correction could change the picture"
REVIEW_LEDE_DONE = "All {total} statements in view are reviewed."
REVIEW_LEDE_NONE = "No statement is in view."
REVIEW_ORDER_NOTE = "First come statements whose speaker or score is doubtful and that weigh much in the mean of their side and month."
REVIEW_PARTS = "Part of the page"
REVIEW_PART_LABELS = {"queue": "Waiting", "log": "Log"}
REVIEW_COLUMNS = ("What was said", "Who", "When", "Where", "{axis}", "Could move its mean by")
REVIEW_START = "Start with the first"
REVIEW_FORM = "Is all of this right?"
REVIEW_BACK_QUEUE = "Back to the queue"
REVIEW_BACK_STATEMENT = "Back to the statement"
REVIEW_LINK = "Correct or confirm"
REVIEW_CONTEXT = "In its article"
REVIEW_SPEAKER = "Speaker"
REVIEW_SPEAKER_HELP = "Whose words these are. Choose a name, or type one that is not in the list."
REVIEW_SIDE = "Speaks for"
REVIEW_SIDE_HELP = (
    "The side that the speaker speaks for; follows the speaker where the registry knows it."
)
REVIEW_SAID = "Said on"
REVIEW_SAID_HELP = (
    "As 2023-06-19, 2023-06 or 2023, as exactly as the text allows; empty if unknown."
)
REVIEW_TARGET = "Towards"
REVIEW_TARGET_HELP = "The person, body or country that the stance is towards."
REVIEW_TARGET_SIDE = "Side of the target"
REVIEW_TARGET_SIDE_HELP = "To which side the target belongs."
REVIEW_TOPICS = "Topics"
REVIEW_TOPICS_HELP = "All subjects that the words are about."
REVIEW_KIND = "Kind of report"
REVIEW_IS_NONE = "This is not a statement"
REVIEW_IS_NONE_HELP = (
    "Nobody says this, or the reporter does. It disappears from every view; the log keeps it."
)
REVIEW_AXIS_HELP = "Judge the words alone, towards the other side. In doubt between two values take the one nearer to 0."
REVIEW_KEEP = "{}, as it is"
REVIEW_KEEP_NONE = "says nothing, as it is"
REVIEW_SILENT = "says nothing on this axis"
REVIEW_SOMEWHAT = "somewhat {}"
REVIEW_MIDDLE = "neither, or both at once"
REVIEW_NUMBERS = {"2": "+2", "1": "+1", "0": "0", "-1": "\N{MINUS SIGN}1", "-2": "\N{MINUS SIGN}2"}
REVIEW_LEVELS = {
    "conciliation": {
        "2": "open goodwill: partnership, thanks, no reproach",
        "1": "steadying: keep channels open, avoid a spiral",
        "0": "procedural, factual, or both poles at once",
        "-1": "measured criticism, concern, firm demand",
        "-2": "denounces, condemns, ultimatum, strong accusation",
    },
    "cooperation": {
        "2": "concrete: an agreed group, date, programme",
        "1": "willing to talk or work together, in general",
        "0": "none mentioned",
        "-1": "limits or sets conditions",
        "-2": "refuses, suspends, bans, cuts off",
    },
    "credit": {
        "2": "strong praise or credit",
        "1": "mild credit, thanks",
        "0": "none, shared, or third party only",
        "-1": "concern, a hint, \u201cshould reflect\u201d",
        "-2": "direct accusation, named fault",
    },
    "reassurance": {
        "2": "explicit security reassurance",
        "1": "mild reassurance",
        "0": "none",
        "-1": "implied or conditional consequence",
        "-2": "red line, ultimatum, named consequence",
    },
    "flexibility": {
        "2": "offers a concession or a trade",
        "1": "ready to listen, adjust, find a way",
        "0": "no signal",
        "-1": "position firm, the other must move",
        "-2": "no room for compromise, not negotiable",
    },
}
REVIEW_CHANGES = "What will change"
REVIEW_CHANGE_COLUMNS = ("", "Now", "Then")
REVIEW_NO_CHANGES = "Nothing is changed yet. If all of it is right, say so: that is a label, too."
REVIEW_REASON = "Why"
REVIEW_REASON_HELP = "What in the text shows it. Kept in the log beside the change."
REVIEW_WHO = "Your name"
REVIEW_WHO_HELP = "Kept in the log beside the change, and remembered until you close this window."
REVIEW_SAVE = "Save the changes"
REVIEW_CONFIRM = "All right as it is"
REVIEW_CONFIRM_HELP = (
    "Notes that you read the statement and found speaker, date, target, topics and scores right."
)
REVIEW_NEXT = "Next"
REVIEW_PREVIOUS = "Previous"
REVIEW_NEEDS_WHO = "Write your name first: the log says who decided."
REVIEW_NEEDS_REASON = "Write why first: the log says on what ground."
REVIEW_NEEDS_CHANGE = (
    "Nothing is changed. Change something, or press \u201cAll right as it is\u201d."
)
REVIEW_HAS_CHANGES = "You have changed something. Save it, or set it back before you confirm."
REVIEW_CONFLICT = "Meanwhile {who} changed {fields}. Look at the new values below and save again if yours still hold."
REVIEW_BUSY = "Somebody else is just saving, and it takes long. Nothing is lost: what you typed is still here. Press the button again."
REVIEW_NOT_SAVED = "Not saved: {} What you typed is still here."
REVIEW_SAVED = "Saved for {words}: {fields}."
REVIEW_CONFIRMED = "Noted as right: {words}."
REVIEW_UNDO = "Undo"
REVIEW_UNDO_HELP = "A new line of the log takes this one back."
REVIEW_UNDONE = "Undone for {words}: {field}."
REVIEW_UNDO_REASON = "undone right after saving"
REVIEW_EARLIER = "What was decided about it so far"
REVIEW_HIDDEN = (
    "Called no statement by a person; it is in no view. Undo that in the log to bring it back."
)
REVIEW_POSITION = "{number} of {total}"
REVIEW_FIELDS = {
    "speaker_name": "Speaker",
    "actor_id": "Id in the registry",
    "side": "Speaks for",
    "target": "Towards",
    "target_side": "Side of the target",
    "kind": "Kind of report",
    "said_on": "Said on",
    "topics": "Topics",
    "is_statement": "Is a statement",
    "confirmed": "Right as it is",
    "same_utterance": "Same words as another report",
    "published_on": "Published on",
}
REVIEW_YES, REVIEW_NO, REVIEW_NOTHING = "yes", "no", "nothing"
REVIEW_EXPORT = "Labels"
REVIEW_EXPORT_NOTE = "Everything that persons decided about statements, confirmations too, as labels for measuring and training."
REVIEW_EXPORT_CSV = "Labels as CSV"
REVIEW_EXPORT_GOLD = "Labels as JSON Lines (gold)"
REVIEW_EXPORT_HELP = "In the shape of data/gold/seeds.jsonl, with labels from \N{MINUS SIGN}2 to +2; what is no statement is left out."

LOG_LEDE = "{entries} by {people}: nothing here is ever changed, an undo is a line of its own"
LOG_LEDE_NONE = "Nobody has corrected or confirmed anything yet."
LOG_NONE_HELP = (
    "What is corrected or confirmed under Waiting, or from an opened statement, stands here with "
    "its reason; each entry can be undone."
)
LOG_ENTRY = ("entry", "entries")
LOG_PERSON = ("person", "persons")
LOG_WHO = "By"
LOG_WHO_HELP = "Only entries of this person."
LOG_FIELD = "About"
LOG_FIELD_HELP = "Only entries about this."
LOG_ANY = "All"
LOG_AS_FILE = "The log as a file"
LOG_COLUMNS = ("No.", "When", "By", "About", "Before", "After", "Why")
LOG_UNDO_COLUMN = "Undo"
LOG_UNDOES = "Undo of no. {}"
LOG_UNDONE = "undone"
LOG_UNDO = "Undo no. {number}"
LOG_UNDO_OPEN = "Undo"
LOG_UNDO_OPEN_SAID = "Undo no. {number}: {field}, {words}"
LOG_UNDO_KEEP = "Leave it as it is"
LOG_UNDO_BUTTON = "Undo this entry"
LOG_UNDO_ASK = "{field}, {words}: {new} becomes {old} again. Both lines stay in the log."
LOG_UNDO_GONE = (
    "There is no entry to undo at this link: it was undone already, or is of another collection."
)
LOG_NOTHING = "No entry matches."


def sentence(text: str) -> str:
    """Return the text with a capital at its beginning and a full stop at its end."""
    stripped = text.strip()
    closed = stripped if stripped.endswith((".", "?", "!")) else f"{stripped}."
    return closed[:1].upper() + closed[1:]


_UNSURE = re.compile(r"Too few words by period to say whether ([^.]+) changed\.")
_ENDS = re.compile(r"(.+), on too few occasions to say whether that is a change\.")


_ARTICLED = re.compile(
    r"(?:United|White|Biden|Chinese|US|American) (?!.*\d)\w+|Pentagon|Kremlin|.* (?:Department|Ministry)"
)


def side_named(side: str) -> str:
    """Return a side as it stands within a sentence: "the US", "China", "both sides jointly"."""
    name = SIDES_AS_SUBJECTS.get(side, side)
    return name[:1].lower() + name[1:] if side in SIDES_AS_SUBJECTS else name


def with_article(name: str) -> str:
    """Return a name as it stands within a sentence: "the United States", "Taiwan"."""
    if _ARTICLED.match(name):
        return f"the {name}"
    return name[:1].lower() + name[1:] if name == "Both sides" else name


def joined_doubts(sentences: Sequence[str]) -> list[str]:
    """Return the sentences with those that say the same of several names made one."""
    names = [found.group(1) for text in sentences if (found := _UNSURE.fullmatch(text))]
    ends = [found.group(1) for text in sentences if (found := _ENDS.fullmatch(text))]
    rest = [text for text in sentences if not _UNSURE.fullmatch(text)]
    if len(ends) > 1:
        told = f"{'; '.join(ends)}. Too few occasions to say whether these are changes."
        place = next(i for i, text in enumerate(rest) if _ENDS.fullmatch(text))
        rest = [text for text in rest if not _ENDS.fullmatch(text)]
        rest.insert(place, told)
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


# ---- signing in (team mode), and what the gate says

SIGNIN = "Sign in"
SIGNIN_WITH = "Sign in with {}"
SIGNOUT = "Sign out"
SIGNIN_LEDE = "Sign in to see this collection"
SIGNIN_WHY = (
    "It is shared by a team. You sign in with your organisation; Stance sees your e-mail address and "
    "your groups, never your password. What you correct bears your name."
)
SIGNIN_REFUSED = "{name} is signed in, but has no role here"
SIGNIN_ASK = "To be let in, ask {ask}."
SIGNIN_NO_AUTH = (
    "Roles are set (STANCE_ROLES), but nobody can sign in: the secrets have no [auth]. Whoever runs "
    "this dashboard finds the way in SECURITY.md."
)
SIGNIN_BROKEN_ROLES = (
    "Nobody can come in: the file of roles cannot be read. Whoever runs this dashboard finds the "
    "reason in the log of the server."
)
SIGNIN_WEAK_SECRET = (
    "Nobody can sign in: the cookie secret under [auth] in the secrets has fewer than {least} characters. "
    "Whoever runs this dashboard finds the way in SECURITY.md."
)
SIGNIN_WHO = "{name}, {role}"
ROLES = {"none": "no role", "reader": "reader", "reviewer": "reviewer", "editor": "editor"}
ROLE_TOO_LOW = "As {role} you may not {what}; that takes the role {needed}. Ask {ask}."
GATE_HOST = (
    "This dashboard does not answer under that name. Behind a proxy, add the public name to "
    "server.allowedHosts."
)
GATE_ORIGIN = "Pages of another site may not ask this dashboard."
GATE_SIGN_IN = (
    "sign in on the pages first, or send a token of the file of roles: Authorization: Bearer TOKEN"
)
