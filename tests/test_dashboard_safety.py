"""No text of a source is ever run: by a browser as markup, by a spreadsheet as a formula.

The first half reads the syntax trees of the dashboard: markup is put together in f-strings, and
what stands in their braces must be escaped, a number, or markup that another function made.
"""

import ast
import csv
import io
import json
import re
from collections.abc import Collection, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from dashboard import answers, downloads, labelling, markup, markup_article, workbook
from stance.table import harmless, to_csv

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "dashboard").glob("**/*.py"))
# Functions that return text without markup of its own, or markup whose parts were checked.
ESCAPES = {"escape", "plain", "address", "number", "signed", "variables"}
MAKERS = ("dashboard.markup", "dashboard.theme", "dashboard.frame")
_TAG = re.compile(r"</?[a-z]|=[\"']?$", re.IGNORECASE)
_NUMBER = re.compile(r".*[dfeg%]$")
# Widgets that show their text as Markdown: what comes from outside must go through ``plain``.
MARKDOWN = {"markdown", "write", "caption", "error", "warning", "info", "success", "toast",
            "header", "subheader", "title"}  # fmt: skip


# Read by a person: names of classes from a row of constants, numbers, and markup whose parts are
# escaped where it is put together. A new one is red until somebody has looked at it.
REVIEWED: dict[str, set[str]] = {
    "dashboard/figures/series.py": {"plan.label_of(start)", "value"},
    "dashboard/frame.py": {"sheet"},
    "dashboard/markup.py": {
        "''.join(items)",
        "head",
        "heads",
        "kept",
        "kind",
        "max(50 * (high - low), 0.8)",
        "name",
        "shown",
        "step",
    },
    "dashboard/markup_actors.py": {"cells", "head", "kind", "line.mark", "name"},
    "dashboard/markup_article.py": {"''.join(items)", "joined", "name", "shown"},
    "dashboard/markup_articles.py": {"name"},
    "dashboard/markup_jobs.py": {"line"},
    "dashboard/markup_outlets.py": {
        "''.join(cards)",
        "around",
        "body",
        "head",
        "items",
        "name",
        "piece.what",
        "version.around",
        "version.words",
        "words",
    },
    "dashboard/markup_relations.py": {"fill", "mark", "names", "steps", "tint(step / 5, colours)"},
    "dashboard/markup_review.py": {"entry.number", "name", "row['influence']"},
    "dashboard/views/attention.py": {"head", "name"},
    "dashboard/views/charts.py": {"chart.name", "kind", "label", "opens", "pictured"},
    "dashboard/views/offers.py": {"''.join(items)", "ending", "label"},
    "dashboard/views/review.py": {"done['judged']", "done['total']"},
    "dashboard/views/timeline_compare.py": {"tools"},
    "dashboard/views/timeline_outlets.py": {"tools"},
}


class Module:
    """One file: its functions that return markup, and what is wrong in it."""

    def __init__(self, source: str, reviewed: Collection[str] = ()) -> None:
        self.reviewed = reviewed
        self.tree = ast.parse(source)
        self.functions = {
            each.name: each for each in ast.walk(self.tree) if isinstance(each, ast.FunctionDef)
        }
        self.makers = set(_made_elsewhere(self.tree))

    def unescaped(self) -> Iterator[str]:
        """Yield what is put into markup without being escaped."""
        for scope in [*self.functions.values(), self.tree]:
            for node in _own_nodes(scope):
                if isinstance(node, ast.JoinedStr) and _is_markup(node):
                    for part in node.values:
                        if isinstance(part, ast.FormattedValue) and not self._is_safe(part, scope):
                            yield f"line {node.lineno}: {{{ast.unparse(part.value)}}}"
                if isinstance(node, ast.Call):
                    yield from self._of_call(node, scope)

    def _of_call(self, call: ast.Call, scope: ast.AST) -> Iterator[str]:
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if any(each.arg == "unsafe_allow_html" for each in call.keywords):
            yield f"line {call.lineno}: unsafe_allow_html"
        if name in MARKDOWN and _is_streamlit(call.func) and call.args:
            yield f"line {call.lineno}: st.{name} shows Markdown; use st.html with escape"
        if name == "html" and call.args and not self._is_safe(call.args[0], scope):
            yield f"line {call.lineno}: html({ast.unparse(call.args[0])})"

    def _is_safe(self, node: ast.AST, scope: ast.AST, depth: int = 0) -> bool:
        """Whether an expression is a number, a text of our own, escaped, or markup."""
        if depth > 12:
            return False
        if ast.unparse(node) in self.reviewed:
            return True
        again = depth + 1
        match node:
            case ast.FormattedValue(value=value, format_spec=spec):
                is_number = spec is not None and _NUMBER.match(ast.unparse(spec).strip("f'\""))
                return bool(is_number) or self._is_safe(value, scope, again)
            case ast.Constant():
                return True
            case ast.JoinedStr(values=values):
                return all(self._is_safe(each, scope, again) for each in values)
            case ast.IfExp(body=body, orelse=other):
                return self._is_safe(body, scope, again) and self._is_safe(other, scope, again)
            case ast.BinOp(op=ast.Sub() | ast.Mult() | ast.Div() | ast.FloorDiv()):
                return True
            case ast.Compare():
                return True
            case ast.BinOp(left=left, right=right):
                return self._is_safe(left, scope, again) and self._is_safe(right, scope, again)
            case ast.BoolOp(values=values) | ast.Tuple(elts=values) | ast.List(elts=values):
                return all(self._is_safe(each, scope, again) for each in values)
            case ast.GeneratorExp(elt=element) | ast.ListComp(elt=element):
                return self._is_safe(element, scope, again)
            case ast.Starred(value=value) | ast.Subscript(value=value):
                return self._is_safe(value, scope, again)
            case ast.Call():
                return self._is_safe_call(node, scope, again)
            case ast.Attribute():
                return _is_own_text(node)
            case ast.Name(id=name):
                return self._is_safe_name(name, scope, again)
        return False

    def _is_safe_call(self, call: ast.Call, scope: ast.AST, depth: int) -> bool:
        function = call.func
        if isinstance(function, ast.Attribute):
            owner = ast.unparse(function.value)
            if function.attr == "join" and call.args:
                return self._is_safe(call.args[0], scope, depth)
            if function.attr == "replace" and len(call.args) > 1:
                return self._is_safe(function.value, scope, depth)
            return owner in self.makers or function.attr in ESCAPES
        if not isinstance(function, ast.Name):
            return False
        if function.id in ESCAPES | self.makers or function.id in ("len", "round", "int", "float"):
            return True
        local = self.functions.get(function.id)
        return local is not None and ast.unparse(local.returns or ast.Constant(None)) == "str"

    def _is_safe_name(self, name: str, scope: ast.AST, depth: int) -> bool:
        if name.isupper() or (name.startswith("_") and name[1:].isupper()):
            return True  # a constant of ours
        if isinstance(scope, ast.FunctionDef):
            for argument in [*scope.args.args, *scope.args.kwonlyargs]:
                if argument.arg == name:
                    kind = ast.unparse(argument.annotation) if argument.annotation else ""
                    return kind in ("int", "float", "bool") or name in MARKUP_ARGUMENTS
        values = list(_assigned(name, scope))
        return bool(values) and all(self._is_safe(value, scope, depth) for value in values)


# Parameters that hold markup; the callers are checked where they build it.
MARKUP_ARGUMENTS = {"body", "head", "inner", "content", "markup_before", "mark", "kind", "rows"}


def _made_elsewhere(tree: ast.AST) -> Iterator[str]:
    """Yield under which names a file knows the modules that make markup, and their functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for each in node.names:
                if f"{node.module}.{each.name}".startswith(MAKERS):
                    yield each.asname or each.name


def _own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a function or module without those of functions inside it."""
    waiting = list(ast.iter_child_nodes(scope))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef):
            continue
        yield node
        waiting.extend(ast.iter_child_nodes(node))


def _assigned(name: str, scope: ast.AST) -> Iterator[ast.AST]:
    for node in _own_nodes(scope):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name) and target.id == name:
                    yield node.value
                elif isinstance(target, ast.Tuple) and any(
                    isinstance(each, ast.Name) and each.id == name for each in target.elts
                ):
                    if isinstance(node.value, ast.Tuple):
                        place = [getattr(each, "id", "") for each in target.elts].index(name)
                        yield node.value.elts[place]
                    else:
                        yield node.value
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            if isinstance(node.target, ast.Name) and node.target.id == name and node.value:
                yield node.value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            is_added = node.func.attr in ("append", "insert")
            if is_added and ast.unparse(node.func.value) == name:
                yield node.args[-1]


def _is_markup(node: ast.JoinedStr) -> bool:
    return any(
        isinstance(part, ast.Constant) and "<" in str(part.value) and _TAG.search(str(part.value))
        for part in node.values
    )


def _is_streamlit(function: ast.AST) -> bool:
    return isinstance(function, ast.Attribute) and ast.unparse(function.value) == "st"


def _is_own_text(node: ast.Attribute) -> bool:
    return ast.unparse(node).startswith(("wording.", "markup.", "theme."))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_gets_into_markup_unescaped(path: Path) -> None:
    reviewed = REVIEWED.get(path.relative_to(ROOT).as_posix(), ())
    assert list(Module(path.read_text("utf-8"), reviewed).unescaped()) == []


@pytest.mark.parametrize(
    "source",
    [
        "def f(row):\n    st.html(f'<p>{row[\"text\"]}</p>')",
        "def f(title):\n    st.html(title)",
        "def f(title):\n    shown = title.strip()\n    return f'<b>{shown}</b>'",
        "def f(title):\n    shown = escape(title)\n    shown = title\n    return f'<b>{shown}</b>'",
        "def f(items):\n    return f'<ul>{\"\".join(items)}</ul>'",
        "st.markdown('**x**')",
        "st.write(value)",
        "place.markdown(x, unsafe_allow_html=True)",
        "def f(said):\n    st.html(wording.X.format(said))",
    ],
)
def test_text_that_is_not_escaped_is_noticed(source: str) -> None:
    assert list(Module(source).unescaped())


HOSTILE = (
    "<script>window.__pwned=1</script>",
    '"><img src=x onerror="window.__pwned=1">',
    "' onmouseover='window.__pwned=1",
    "javascript:window.__pwned=1",
    "</style></textarea></title><svg onload=window.__pwned=1>",
    "[words](javascript:window.__pwned=1) ![x](http://evil.example) $x$ :red[x] `code`",
)
ANY = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40))


class Seen(HTMLParser):
    """Which elements and attributes a browser would find."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes.extend(attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


@given(ANY)
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    inside = Seen(f'<p title="{markup.escape(text)}">{markup.escape(text)}</p>')
    assert inside.names == ["p"]
    assert [name for name, _ in inside.attributes] == ["title"]
    assert inside.text == text.replace("\0", "\0")


@given(ANY, ANY, ANY)
def test_link_quote_and_article_carry_no_foreign_markup(one: str, two: str, three: str) -> None:
    row = {"text": one, "kind": "direct", "outlet": two, "speaker_name": three}
    layers = [markup_article.Layer(start=0, end=len(one) // 2, name="other", href="?" + three)]
    page = (
        markup.link(f"?a={two}", one) + markup.words_of(row) + markup.quoted(two)
        + markup_article.article_body(one, layers) + markup.with_figures(three)
        + markup.facts([(one, two), (two, three)])
    )  # fmt: skip
    seen = Seen(page)
    assert not {"script", "img", "svg"} & set(seen.names)
    assert not [name for name, _ in seen.attributes if name.startswith("on")]
    addresses = [str(value) for name, value in seen.attributes if name == "href"]
    assert not [each for each in addresses if each.startswith("javascript:")]


@given(ANY)
def test_plain_text_has_no_mark_of_markdown_left(text: str) -> None:
    bare = re.sub(r"\\.", "", markup.plain(text))
    assert not re.search(r"[*_`\[\]<>$]", bare)


# ---- formulas

FORMULAS = ("=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠A1",
            "  =1", '=HYPERLINK("http://evil.example")')  # fmt: skip


def in_a_cell(text: str) -> str:
    """Return a formula as the file should hold it; a carriage return would begin a row."""
    return "'" + text.replace("\r", "\n")


def cells_of(data: bytes) -> list[str]:
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    return [cell for row in rows[1:] for cell in row]


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize("kind", ["object", "str", "category"])
def test_csv_runs_nothing_whatever_pandas_keeps_texts_in(text: str, kind: str) -> None:
    frame = pd.DataFrame({"title": pd.Series([text, "words"], dtype=kind)})
    assert cells_of(to_csv(frame)) == [in_a_cell(text), "words"]


@pytest.mark.parametrize("text", FORMULAS)
def test_csv_twin_of_a_page_runs_nothing(text: str) -> None:
    found = cells_of(answers.rows_as_csv([{"outlet": text, "n": -1.5, "none": None}]))
    assert found == [in_a_cell(text), "-1.5", ""]


@pytest.mark.parametrize("text", FORMULAS)
def test_labels_for_a_spreadsheet_run_nothing(text: str) -> None:
    found = cells_of(labelling.labels_as_csv([{"text": text, "score": -1}]))
    assert found == [in_a_cell(text), "-1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_workbook_holds_texts_and_no_formula(text: str) -> None:
    frame = pd.DataFrame({"title": [text], "score": [-1.5]})
    book = load_workbook(io.BytesIO(workbook.workbook(frame, {"filters": text})))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert [cell.data_type for cell in cells if cell.value == -1.5] == ["n"]


@pytest.mark.parametrize("text", FORMULAS)
def test_json_keeps_the_words_as_they_are(text: str) -> None:
    data = downloads.content("json", pd.DataFrame({"title": [text]}), {"filters": text})
    assert json.loads(data) == {"filters": text, "statements": [{"title": text}]}


@given(ANY)
def test_harmless_changes_nothing_but_the_beginning(text: str) -> None:
    kept = text.replace("\r\n", "\n").replace("\r", "\n")
    assert harmless(text) in (kept, f"'{kept}")
