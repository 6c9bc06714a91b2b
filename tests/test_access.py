"""Roles: who may do what, told by the store itself; the gate before requests; closed by default."""

import ast
import hashlib
import inspect
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from dashboard import gate, jobs, newcomers
from stance import access
from stance.access import VIEWER, Action, Person, Role, Roles, require
from stance.errors import DataFileError, PermissionDenied, UsageError
from stance.settings import settings
from stance.store import Store
from stance.store.adding import Adding
from stance.store.judging import Judging
from stance.store.keeping import Keeping
from stance.worker import do
from tests.browser.sample import AXES, sample

ROOT = Path(__file__).parent.parent
ASK = "Ada Berg"
ADA, BEN, EVA = (
    Person(f"{name}@team.example", role, ASK)
    for name, role in (("ada", Role.EDITOR), ("ben", Role.REVIEWER), ("eva", Role.READER))
)
FILE = """
ask = "Ada Berg"
default = "reader"

[people]
"Ada@team.example" = "editor"
"gone@team.example" = "none"

[groups]
analysts = "reviewer"
interns = "reader"

[logins]
night = "reader"

[[token]]
name = "weekly report"
role = "reader"
sha256 = "{digest}"
"""
SECRET = "a-token-that-nobody-guesses"


def write_roles(folder: Path, text: str = FILE) -> Path:
    path = folder / "roles.toml"
    digest = hashlib.sha256(SECRET.encode()).hexdigest()
    path.write_text(text.replace("{digest}", digest), "utf-8")
    path.chmod(0o600)
    return path


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file of roles that the settings name."""
    path = write_roles(tmp_path)
    monkeypatch.setenv("STANCE_ROLES", str(path))
    settings.cache_clear()
    return path


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store that somebody filled before there were roles."""
    made = Store(tmp_path_factory.mktemp("filled") / "store", who="Ada").create(AXES)
    made.add(*sample())
    return made.path


@pytest.fixture
def store(tmp_path: Path, filled: Path) -> Store:
    """Return a copy of it."""
    return Store(shutil.copytree(filled, tmp_path / "store"))


def of(store: Store, person: Person | None) -> Store:
    return Store(store.path, person=person)


# ---- the file of roles


@pytest.mark.parametrize(
    ("claims", "name", "role"),
    [
        ({"email": "ada@team.example"}, "ada@team.example", Role.EDITOR),
        ({"email": " ADA@Team.Example "}, "ada@team.example", Role.EDITOR),
        ({"email": "cy@team.example", "groups": ["analysts"]}, "cy@team.example", Role.REVIEWER),
        ({"email": "cy@team.example", "groups": "analysts"}, "cy@team.example", Role.REVIEWER),
        ({"email": "cy@team.example", "groups": ["interns", "analysts"]}, "cy@team.example",
         Role.REVIEWER),
        ({"email": "cy@team.example", "groups": [7, None]}, "cy@team.example", Role.READER),
        ({"email": "new@team.example"}, "new@team.example", Role.READER),
        ({"email": "gone@team.example", "groups": ["analysts"]}, "gone@team.example", Role.NONE),
        ({"email": "ada@team.example", "email_verified": False, "sub": "7", "iss": "idp"},
         "7 at idp", Role.READER),
        ({"name": "ada@team.example", "sub": "7", "iss": "idp"}, "7 at idp", Role.READER),
    ],
    ids=["named", "other capitals", "group", "one group as text", "highest group", "odd groups",
         "default", "shut out by name", "unverified address", "a display name is no identity"],
)  # fmt: skip
def test_role_follows_from_what_the_provider_vouches_for(
    team: Path, claims: dict[str, Any], name: str, role: Role
) -> None:
    found = access.read_roles(team).of_claims(claims)
    assert (found.name, found.role, found.ask) == (name, role, ASK)


def test_without_a_default_a_stranger_may_nothing() -> None:
    stranger = Roles().of_claims({"email": "x@elsewhere.example"})
    with pytest.raises(PermissionDenied):
        require(stranger, Action.READ)


def test_token_is_known_by_its_digest_and_no_other_is(team: Path) -> None:
    roles = access.read_roles(team)
    assert roles.of_token(SECRET) == Person("token weekly report", Role.READER, ASK)
    assert roles.of_token(SECRET[:-1]) is None
    assert roles.of_token(roles.tokens[0].sha256) is None
    assert roles.of_token("") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('default = "boss"', "boss"),
        ("default = 3", "3"),
        ('[people]\n"a@b.example" = true', "a@b.example"),
        ('person = "editor"', "person"),
        ('people = "editor"', "people"),
        ("ask = 1", "ask"),
        ('[[token]]\nname = "n"\nrole = "reader"\nsha256 = "hunter2"', "64 hexadecimal"),
        ('[[token]]\nname = "n"\nsha256 = "x"', "name, role and sha256"),
        ("not toml", "TOML"),
    ],
)
def test_wrong_file_of_roles_lets_nobody_in_and_says_what_is_wrong(
    tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(DataFileError, match=said) as raised:
        access.read_roles(write_roles(tmp_path, text))
    assert "hunter2" not in str(raised.value)  # somebody wrote the token where its digest belongs


def test_missing_file_of_roles_is_no_open_door(team: Path) -> None:
    team.unlink()
    with pytest.raises(DataFileError):
        access.roles()


@pytest.mark.skipif(os.name == "nt", reason="permissions of files are others there")
def test_file_of_roles_that_everybody_may_write_to_is_refused(team: Path) -> None:
    team.chmod(0o666)
    with pytest.raises(DataFileError, match="everybody"):
        access.roles()


def test_changed_file_counts_at_once(team: Path) -> None:
    before = access.roles()
    write_roles(team.parent, 'default = "editor"\nask = "Bo"')
    after = access.roles()
    assert before is not None
    assert after is not None
    assert (before.default, after.default) == (Role.READER, Role.EDITOR)


# ---- the store refuses


def _first(store: Store) -> tuple[str, str]:
    ids = [str(each) for each in store.statements()["statement_id"]]
    return ids[0], ids[1]


def _article(store: Store) -> str:
    return str(store.statements()["article_id"].iloc[0])


WRITING: dict[str, tuple[Callable[[Store], object], Role]] = {
    "correct": (
        lambda s: s.correct(_first(s)[0], {"side": "Other"}, reason="r", who="x"), Role.REVIEWER,
    ),
    "confirm": (lambda s: s.confirm(_first(s)[0], who="x"), Role.REVIEWER),
    "decide": (
        lambda s: s.decide(*_first(s), is_same=True, reason="r", who="x"), Role.REVIEWER,
    ),
    "date_article": (
        lambda s: s.date_article(_article(s), "2023-01-02", reason="r", who="x"), Role.EDITOR,
    ),
    "add": (lambda s: s.add(*sample()), Role.EDITOR),
    "remove": (lambda s: s.remove([_article(s)]), Role.EDITOR),
    "update_utterances": (lambda s: s.update_utterances({_first(s)[0]: "u"}), Role.EDITOR),
    "undo_commit": (lambda s: s.undo_commit(1, reason="r", who="x"), Role.EDITOR),
    "exclusively": (lambda s: s.exclusively().__enter__(), Role.EDITOR),
    "create": (lambda s: s.create(AXES), Role.EDITOR),
    "attach_originals": (lambda s: s.attach_originals({}), Role.EDITOR),
    "compact": (lambda s: s.compact(), Role.EDITOR),
    "vacuum": (lambda s: s.vacuum(1.0), Role.EDITOR),
    "purge": (lambda s: s.purge(), Role.EDITOR),
}  # fmt: skip


@pytest.mark.parametrize("name", WRITING)
@pytest.mark.parametrize("person", [EVA, BEN], ids=["reader", "reviewer"])
def test_store_lets_write_whom_the_role_allows_and_nobody_else(
    store: Store, name: str, person: Person
) -> None:
    write, needed = WRITING[name]
    before = store.version()
    if person.role >= needed:
        write(of(store, person))
        return
    with pytest.raises(PermissionDenied) as raised:
        write(of(store, person))
    assert store.version() == before
    for part in (person.name, person.role.label, needed.label, ASK):
        assert part in str(raised.value)


READING = {"plan_undo", "verify", "backup", "without_original"}


def _writing_methods() -> set[str]:
    """Return the public methods of the store that write, by what their source asks for."""
    found = set()
    for kind in (Judging, Adding, Keeping, Store):
        for name, method in vars(kind).items():
            if name.startswith("_") or not callable(method):
                continue
            source = inspect.getsource(method)
            if "self._require(" in source:
                found.add(name)
            else:
                assert name in READING, f"{name} asks for no role"
    return found


def test_every_method_of_the_store_that_writes_asks_for_a_role() -> None:
    tried = {*WRITING, "undo", "restore", "keep_original"}
    assert _writing_methods() == tried


def test_editor_may_restore_and_keep_files_and_others_may_not(store: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy.tar"
    store.backup(copy)
    with pytest.raises(PermissionDenied):
        Store(tmp_path / "new", person=BEN).restore(copy)
    Store(tmp_path / "new", person=ADA).restore(copy)
    assert Store(tmp_path / "new").version() == store.version()


def test_reviewer_undoes_own_entries_and_an_editor_those_of_anybody(store: Store) -> None:
    first, second = _first(store)
    by_ada = of(store, ADA).correct(first, {"side": "Other"}, reason="r", who="x")[0]
    by_ben = of(store, BEN).correct(second, {"side": "Other"}, reason="r", who="x")[0]
    with pytest.raises(PermissionDenied, match="somebody else"):
        of(store, BEN).undo(by_ada.correction_id, reason="r", who=ADA.name)
    of(store, BEN).undo(by_ben.correction_id, reason="r", who="x")
    undone = of(store, ADA).undo(by_ada.correction_id, reason="r", who="x")
    with pytest.raises(PermissionDenied):
        of(store, BEN).undo(undone.correction_id, reason="r", who="x")
    with pytest.raises(PermissionDenied):
        of(store, EVA).undo(by_ben.correction_id, reason="r", who="x")


def test_log_names_who_signed_in_whatever_name_was_typed(store: Store) -> None:
    first, second = _first(store)
    of(store, BEN).correct(first, {"side": "Other"}, reason="r", who="somebody else")
    of(store, BEN).confirm(second, who="somebody else")
    of(store, ADA).date_article(_article(store), "2023-01-02", reason="r", who="somebody else")
    of(store, ADA).remove([_article(store)])
    assert [each.who for each in store.log()] == [BEN.name, BEN.name, ADA.name]
    assert store.commits()[-1].who == ADA.name


def test_local_user_may_do_everything_and_signs_as_they_wrote(store: Store) -> None:
    store.correct(_first(store)[0], {"side": "Other"}, reason="r", who="Bo")
    assert store.log()[0].who == "Bo"


# ---- the way of the dashboard and of the worker


def test_job_of_a_reviewer_never_reaches_the_inbox(tmp_path: Path) -> None:
    with pytest.raises(PermissionDenied):
        jobs.hand_over(tmp_path, "add", who="x", person=BEN, files=[("a.txt", b"words")])
    assert list(tmp_path.iterdir()) == []
    for manage in (jobs.again, jobs.forget):
        with pytest.raises(PermissionDenied):
            manage(tmp_path, "20260101T000000000000-abcdef", person=EVA)


def test_worker_refuses_a_job_whose_role_is_too_low(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "start_worker", lambda _: None)
    name = jobs.hand_over(store.path, "add", who="x", person=ADA, files=[("a.txt", b"words")])
    folder = store.path / jobs.INBOX / name
    asked = (folder / "job.json").read_text("utf-8")
    assert f'"who": "{ADA.name}"' in asked
    (folder / "job.json").write_text(asked.replace('"editor"', '"reader"'), "utf-8")
    do(folder)
    assert "may not add articles" in (folder / "result.json").read_text("utf-8")


def test_registry_is_extended_by_editors_only() -> None:
    newcomer = newcomers.Newcomer(actor_id="a", name="A", side="US")
    with pytest.raises(PermissionDenied, match="registry"):
        newcomers.add(newcomer, "us-china", person=BEN)


WRITES = {"hand_over", "again", "forget"}


def _calls(path: Path) -> list[ast.Call]:
    return [each for each in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(each, ast.Call)]  # fmt: skip


def unguarded(path: Path) -> list[str]:
    """Return the calls of a page that open a store or hand work over without saying for whom."""
    found = []
    for call in _calls(path):
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
            owner = call.func.value.id
            name = f"{owner}.{call.func.attr}"
        is_store = name == "Store"
        is_handed = name in {*(f"jobs.{each}" for each in WRITES), "newcomers.add"}
        if (is_store or is_handed) and "person" not in {each.arg for each in call.keywords}:
            found.append(f"{path.name}, line {call.lineno}: {name}")
    return found


def test_no_page_opens_a_store_or_hands_work_over_without_a_person() -> None:
    pages = sorted((ROOT / "dashboard").glob("**/*.py"))
    assert [each for path in pages for each in unguarded(path)] == []


def test_store_opened_without_a_person_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.py"
    page.write_text("Store(path)\njobs.forget(root, name)\nStore(path, person=None)\n", "utf-8")
    assert len(unguarded(page)) == 2


def test_handles_of_pages_that_only_read_cannot_write(store: Store) -> None:
    with pytest.raises(PermissionDenied):
        of(store, VIEWER).confirm(_first(store)[0], who="x")


# ---- the command line


@pytest.mark.usefixtures("team")
def test_login_that_the_file_does_not_name_owns_the_store(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from stance.cli.output import open_store

    monkeypatch.setattr(access, "_login", lambda: "owner")
    opened = open_store(store.path)
    opened.correct(_first(store)[0], {"side": "Other"}, reason="r", who="x")
    assert store.log()[0].who == "owner"


@pytest.mark.usefixtures("team")
def test_login_with_a_lower_role_may_look_and_not_change(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from stance.cli import review

    monkeypatch.setattr(access, "_login", lambda: "night")
    with pytest.raises(PermissionDenied, match="night"):
        review.correct(_first(store)[0], ["side=US"], reason="r", store=store.path)
    with pytest.raises(UsageError, match="leave out --who"):
        review.correct(_first(store)[0], ["side=US"], reason="r", who="Ada", store=store.path)


def test_command_line_without_roles_asks_nobody(store: Store) -> None:
    from stance.cli.output import open_store

    assert open_store(store.path).person is None


# ---- the gate


def _client(person: Person | None = None, *, team: bool = False, base: str = "") -> TestClient:
    async def word(_: object) -> PlainTextResponse:
        return PlainTextResponse("word")

    async def talk(socket: WebSocket) -> None:
        await socket.accept()
        await socket.close()

    def person_of(request: HTTPConnection) -> Person | None:
        return person if request.headers.get("cookie") else None

    rules = gate.Rules(
        is_host=lambda host: (host or "").partition(":")[0] in ("localhost", "stance.example"),
        origins=lambda: ["https://portal.example"],
        is_team=lambda: team,
        person_of=person_of,
        policy=gate.content_policy("<script>one()</script>"),
    )
    app = Starlette(routes=[WebSocketRoute("/talk", talk), Route("/{rest:path}", word)])
    return TestClient(gate.Gate(app, rules), base_url=base or "http://localhost:8501")


def test_gate_answers_its_own_names_only() -> None:
    assert _client().get("/api/v1/series").status_code == 200
    foreign = _client(base="http://rebound.example:8501")
    for path in ("/", "/api/v1/statements", "/media/x", "/_stcore/upload_file/a/b"):
        assert foreign.get(path).status_code == 403
    assert foreign.get(gate.HEALTH).status_code == 200


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://localhost:8501", 200),
        ("https://stance.example", 200),
        ("https://portal.example", 200),
        ("http://localhost:3000", 403),
        ("https://evil.example", 403),
        ("https://stance.example.evil.example", 403),
        ("null", 403),
        ("file://", 403),
        ("http://[", 403),
        ("", 403),
    ],
)
def test_gate_answers_pages_of_its_own_origin_only(origin: str, status: int) -> None:
    assert _client().get("/api/v1/series", headers={"origin": origin}).status_code == status


def test_gate_refuses_a_live_connection_from_a_foreign_page() -> None:
    host = {"host": "localhost:8501"}
    own = {**host, "origin": "http://localhost:8501"}
    with _client().websocket_connect("/talk", headers=own):
        pass
    foreign = {**host, "origin": "https://evil.example"}
    with pytest.raises(WebSocketDisconnect), _client().websocket_connect("/talk", headers=foreign):
        pass


@pytest.mark.parametrize("path", ["/api/v1/series", "/api/v1/download.csv", "/media/x",
                                  "/_stcore/metrics", "/_stcore/upload_file/a/b"])  # fmt: skip
def test_team_gate_opens_to_whoever_may_read(path: str) -> None:
    signed = {"cookie": "c=1"}
    assert _client(EVA, team=True).get(path, headers=signed).status_code == 200
    refused = _client(EVA, team=True).get(path)
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
    nobody = Person("gone@team.example", Role.NONE, ASK)
    assert _client(nobody, team=True).get(path, headers=signed).status_code == 403
    for open_path in ("/", "/media/icon.png", gate.HEALTH):
        assert _client(team=True).get(open_path).status_code == 200


def test_broken_file_of_roles_closes_the_gate_and_tells_strangers_no_names() -> None:
    def broken(_: HTTPConnection) -> Person | None:
        raise DataFileError("roles.toml", None, "people.ada@team.example = 'boss'", "a role")

    async def word(_: object) -> PlainTextResponse:
        return PlainTextResponse("word")

    rules = gate.Rules(is_host=lambda _: True, origins=list, is_team=lambda: True,
                       person_of=broken, policy="")  # fmt: skip
    app = Starlette(routes=[Route("/{rest:path}", word)])
    answer = TestClient(gate.Gate(app, rules)).get("/api/v1/series")
    assert answer.status_code == 503
    assert "ada" not in answer.text


def test_every_answer_carries_the_headers_also_a_refusal() -> None:
    for answer in (_client().get("/"), _client(base="http://evil.example").get("/"),
                   _client(team=True).get("/api/v1/series")):  # fmt: skip
        for name, value in gate.HEADERS.items():
            assert answer.headers[name] == value
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert "no-store" in _client().get("/api/v1/series").headers["cache-control"]


def test_policy_names_the_scripts_of_the_page_and_forbids_others() -> None:
    policy = gate.content_policy("<script>one()</script><script src=x></script>")
    scripts = next(each for each in policy.split("; ") if each.startswith("script-src"))
    assert scripts.count("'sha256-") == 1
    assert "unsafe" not in scripts
    assert "http" not in policy
