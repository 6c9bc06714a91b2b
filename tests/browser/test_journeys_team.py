"""Team mode in a real browser against a real identity provider; and what keeps strangers out."""

import json
import secrets
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from stance.store import Store
from tests.browser import provider as idp
from tests.browser.conftest import Visit
from tests.browser.looking import assert_accessible
from tests.test_access import SECRET, write_roles

pytestmark = pytest.mark.browser

ADA, BEN, EVA, GONE = (f"{name}@team.example" for name in ("ada", "ben", "eva", "gone"))
PEOPLE = {ADA: {"name": "Ada"}, BEN: {"name": "Ada", "groups": ["analysts"]}, EVA: {}, GONE: {}}
COOKIE_SECRET = secrets.token_hex(32)


class Team:
    """A dashboard in team mode with its provider."""

    def __init__(self, base: str, provider: idp.Provider, store: Store) -> None:
        self.base, self.provider, self.store = base, provider, store


@pytest.fixture(scope="module")
def team(
    serve: Callable[..., str], sample_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Team]:
    """Return a dashboard that asks people to sign in."""
    folder = tmp_path_factory.mktemp("team")
    roles = write_roles(folder)
    store = Store(shutil.copytree(sample_store, folder / "store"))
    with idp.running(PEOPLE) as provider:
        secret_file = folder / "secrets.toml"
        secret_file.write_text(
            f"""
            [auth]
            redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
            cookie_secret = "{COOKIE_SECRET}"
            client_id = "{idp.CLIENT}"
            client_secret = "{idp.CLIENT_SECRET}"
            server_metadata_url = "{provider.issuer}/.well-known/openid-configuration"
            """,
            "utf-8",
        )
        base = serve(store.path, "--secrets.files", str(secret_file), STANCE_ROLES=str(roles))
        yield Team(base, provider, store)


@pytest.fixture
def visit(visit_as: Callable[..., Visit], team: Team) -> Iterator[Visit]:
    """Return a window of somebody who has not signed in."""
    yield visit_as(team.base)
    team.provider.slip = ""


def sign_in(visit: Visit, email: str, address: str = "") -> None:
    """Go the whole way: page, provider, and back."""
    visit.open(address)
    visit.page.get_by_role("button", name="Sign in").click()
    visit.page.get_by_role("link", name=email).click()
    visit.page.wait_for_url(f"{visit.base}/**")
    visit.settle()


def asked(base: str, path: str, **headers: str) -> int:
    """Return how the server answers a program."""
    request = urllib.request.Request(f"{base}{path}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def cookies(visit: Visit) -> str:
    found = visit.page.context.cookies()
    return "; ".join(f"{each['name']}={each['value']}" for each in found)


def test_signed_out_visitor_sees_why_and_nothing_of_the_collection(visit: Visit) -> None:
    visit.open("?view=statements")
    page = visit.page
    expect(page.locator("p.lede")).to_have_text("Sign in to see this collection")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert page.locator("table.list").count() == 0
    assert page.locator("nav.pages a").count() == 0
    for path in ("/api/v1/statements", "/api/v1/download.csv", "/api/v1/", "/_stcore/metrics"):
        assert asked(visit.base, path) == 401
    assert_accessible(visit)


def test_shared_link_opens_its_view_after_signing_in(visit: Visit) -> None:
    link = "?view=statements&side=China&sort=oldest"
    # As narrow as a phone: the page then draws itself twice, and the link has to outlast that.
    visit.page.set_viewport_size({"width": 390, "height": 900})
    sign_in(visit, EVA, link)
    page = visit.page
    expect(page.locator("nav.pages [aria-current]").last).to_have_text("Statements")
    expect(page.locator("p.view").first).to_contain_text("China")
    assert sorted(urlsplit(page.url).query.split("&")) == sorted(link[1:].split("&"))
    # It is used once: the next visit of the plain address is the first page again.
    visit.open()
    expect(page.locator("nav.pages [aria-current]").last).to_have_text("Timeline")


def test_reviewer_signs_in_corrects_cannot_add_and_signs_out(visit: Visit, team: Team) -> None:
    sign_in(visit, BEN)
    page = visit.page
    expect(page.locator("p.visitor")).to_have_text(f"{BEN}, reviewer")
    assert "id_token" not in page.url
    assert asked(visit.base, "/api/v1/statements", Cookie=cookies(visit)) == 200

    visit.open("?view=articles&part=add")
    expect(page.locator("p.not-allowed")).to_have_text(
        "As reviewer you may not add articles; that takes the role editor. Ask Ada Berg."
    )
    assert page.locator('input[type="file"]').count() == 0

    said = str(team.store.statements()["statement_id"].iloc[0])
    visit.open(f"?view=review&review={said}")
    assert page.get_by_label("Your name").count() == 0
    page.get_by_role("button", name="All right as it is").first.click()
    visit.settle()
    entry = team.store.log()[-1]
    # The provider says that his display name is Ada; the log is not taken in.
    assert (entry.statement_id, entry.who) == (said, BEN)

    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("p.lede")).to_have_text("Sign in to see this collection")
    assert asked(visit.base, "/api/v1/statements", Cookie=cookies(visit)) == 401


def test_reader_sees_everything_and_is_offered_nothing_that_writes(
    visit: Visit, team: Team
) -> None:
    sign_in(visit, EVA)
    page = visit.page
    assert visit.page.locator("nav.pages a").count() > 0
    for address in ("?view=review", "?view=review&read=log", "?view=articles&part=add",
                    "?view=articles&part=history"):  # fmt: skip
        visit.open(address)
        assert page.locator(".st-key-review_start, .st-key-adding, .st-key-log_undo").count() == 0
    said = str(team.store.statements()["statement_id"].iloc[0])
    visit.open(f"?view=review&review={said}")
    expect(page.locator("p.not-allowed")).to_be_visible()
    assert page.locator(".st-key-deciding").count() == 0


def test_editor_may_add(visit: Visit) -> None:
    sign_in(visit, ADA)
    visit.open("?view=articles&part=add")
    assert visit.page.locator(".st-key-adding").count() == 1
    # Whoever comes through a proxy seems to be on this machine; its folders stay its own.
    tabs = visit.page.get_by_role("tab")
    assert tabs.filter(has_text="Upload").count() == 1
    assert tabs.filter(has_text="Folder").count() == 0


def test_person_without_a_role_is_told_whom_to_ask(visit: Visit) -> None:
    sign_in(visit, GONE)
    page = visit.page
    expect(page.locator("p.lede")).to_have_text(f"{GONE} is signed in, but has no role here")
    expect(page.locator("p.doubt")).to_have_text("To be let in, ask Ada Berg.")
    assert page.locator("nav.pages a").count() == 0
    assert asked(visit.base, "/api/v1/statements", Cookie=cookies(visit)) == 403


def _forged(secret: str, origin: str) -> str:
    claims = {"email": ADA, "is_logged_in": True, "origin": origin, "provider": "default"}
    return create_signed_value(secret, USER_COOKIE_NAME, json.dumps(claims)).decode()


@pytest.mark.parametrize("is_forged", [True, False], ids=["forged", "our own signature"])
def test_cookie_counts_only_with_the_signature_of_the_server(visit: Visit, is_forged: bool) -> None:
    value = _forged("f" * 64 if is_forged else COOKIE_SECRET, visit.base)
    host = str(urlsplit(visit.base).hostname)
    visit.page.context.add_cookies(
        [{"name": USER_COOKIE_NAME, "value": value, "domain": host, "path": "/"}]
    )
    visit.open()
    is_in = visit.page.locator("p.visitor").count() == 1
    status = asked(visit.base, "/api/v1/statements", Cookie=f"{USER_COOKIE_NAME}={value}")
    assert (is_in, status) == ((False, 401) if is_forged else (True, 200))


def test_cookie_of_another_dashboard_is_not_taken(visit: Visit) -> None:
    value = _forged(COOKIE_SECRET, "https://other.example")
    assert asked(visit.base, "/api/v1/statements", Cookie=f"{USER_COOKIE_NAME}={value}") == 401


@pytest.mark.parametrize("slip", ["audience", "nonce", "key", "issuer"])
def test_token_that_was_not_made_for_this_sign_in_is_refused(
    visit: Visit, team: Team, slip: str
) -> None:
    team.provider.slip = slip
    sign_in(visit, ADA)
    expect(visit.page.locator("p.lede")).to_have_text("Sign in to see this collection")
    assert USER_COOKIE_NAME not in cookies(visit)


@pytest.mark.parametrize(
    ("shown", "status"),
    [(f"Bearer {SECRET}", 200), ("Bearer guess", 401), (f"Basic {SECRET}", 401), ("Bearer", 401)],
)
def test_program_shows_a_token_instead_of_signing_in(team: Team, shown: str, status: int) -> None:
    assert asked(team.base, "/api/v1/statements", Authorization=shown) == status
    assert asked(team.base, f"/api/v1/statements?token={SECRET}") == 401


def test_server_never_writes_secrets_into_its_log(
    team: Team, tmp_path_factory: pytest.TempPathFactory
) -> None:
    asked(team.base, "/api/v1/statements", Authorization=f"Bearer {SECRET}")
    logs = list(tmp_path_factory.getbasetemp().glob("server*/log.txt"))
    assert logs
    for log in logs:
        text = log.read_text("utf-8", "replace")
        assert not any(each in text for each in (SECRET, COOKIE_SECRET, idp.CLIENT_SECRET))


@pytest.mark.parametrize("weak", [True, False], ids=["weak cookie secret", "no provider"])
def test_half_a_configuration_closes_the_dashboard(
    serve: Callable[..., str], visit_as: Callable[..., Visit], sample_store: Path, tmp_path: Path,
    weak: bool,
) -> None:  # fmt: skip
    secret_file = tmp_path / "secrets.toml"
    secret_file.write_text('[auth]\ncookie_secret = "xxx"\nclient_id = "x"\n' if weak else "a = 1")
    roles = str(write_roles(tmp_path))
    base = serve(sample_store, "--secrets.files", str(secret_file), STANCE_ROLES=roles)
    window = visit_as(base)
    window.open("?view=statements")
    said = "the cookie secret" if weak else "no [auth]"
    expect(window.page.locator("p.doubt").first).to_contain_text(said)
    value = _forged("xxx" if weak else "", base)
    assert asked(base, "/api/v1/statements", Cookie=f"{USER_COOKIE_NAME}={value}") == 401


# ---- closed by default, without a team


def _listening(port: int) -> set[str]:
    """Return the addresses at which something listens on a port, from the kernel's tables."""
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            local, state = line.split()[1], line.split()[3]
            address, _, number = local.rpartition(":")
            if state == "0A" and int(number, 16) == port:
                found.add(address)
    return found


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="the kernel's tables are Linux's")
def test_server_listens_on_loopback_only(server: str) -> None:
    assert _listening(int(str(urlsplit(server).port))) == {"0100007F"}


@pytest.mark.parametrize("path", ["/", "/api/v1/statements", "/_stcore/host-config"])
def test_server_refuses_foreign_names_and_foreign_pages(server: str, path: str) -> None:
    assert asked(server, path) == 200
    assert asked(server, path, Host="rebound.example") == 403
    assert asked(server, path, Origin="https://evil.example") == 403
    assert asked(server, path, Origin="null") == 403


def test_upload_needs_the_session_and_its_token(server: str) -> None:
    request = urllib.request.Request(
        f"{server}/_stcore/upload_file/session/file", data=b"x", method="PUT"
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=120)
    with refused.value:
        assert refused.value.code == 403


def test_pages_load_nothing_from_elsewhere_and_the_policy_hinders_nothing(
    visit_as: Callable[..., Visit], server: str
) -> None:
    window = visit_as(server)
    for name in ("timeline", "actors", "relations", "statements", "outlets", "articles", "review",
                 "method"):  # fmt: skip
        window.open(f"?view={name}")
    assert {str(urlsplit(url).hostname) for url in window.requests if url.startswith("http")} == {
        "127.0.0.1"
    }
    assert window.errors == []
    with urllib.request.urlopen(server, timeout=120) as answer:
        headers = answer.headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
