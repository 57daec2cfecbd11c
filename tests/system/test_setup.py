"""`setup`: a fresh workspace is put in order, once, and only as far as the operator allows."""

import json
import os
import subprocess
import sys
import tempfile
import uuid
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
import requests
from pydantic import SecretStr

from brain import database as databases
from brain import setup
from brain.errors import Failure
from brain.models import Department
from brain.rocketchat.account import Account, Refused
from brain.rocketchat.admin import Admin
from brain.rocketchat.door import APP_ID
from brain.settings import Settings
from brain.setup import asking, departments, workspace
from brain.setup.app import PACKAGE, installed
from brain.setup.changes import Note
from tests.system.running import ROOT, TOGETHER, WORLD, free_port, wait_until

BRAIN_URL = "http://127.0.0.1:8000"
SETTINGS: dict[str, Any] = {
    "whatsapp_phone_id": "106540352242922",
    "whatsapp_token": "a-token",
    "whatsapp_app_secret": "an-app-secret",
    "whatsapp_verify_token": "a-verify-token",
    "rocketchat_bot_user": "asistente",
    "rocketchat_bot_password": "The-bot's-password-1",
    "rocketchat_bridge_user": "puente",
    "rocketchat_bridge_password": "The-bridge's-password-1",
    "bridge_secret": "0123456789abcdef0123456789abcdef",
}


class Workspace:
    """A Rocket.Chat of its own, as fresh as one gets it, and an empty database."""

    def __init__(self, url: str, database_url: str) -> None:
        self.url = url
        self.settings = Settings(**SETTINGS, database_url=database_url, rocketchat_url=url)
        self.orders = setup.Orders(
            "admin", "admin", BRAIN_URL, ask_code=asking.code(None), limiter_may_go=lambda: False
        )

    @property
    def admin(self) -> Admin:
        """The administrator."""
        return Admin(self.url, "admin", "admin", requests.Session(), lambda _: "123456")

    def setup(self, **orders: Any) -> list[str]:
        """Run `setup`; return what it said."""
        said: list[str] = []
        setup.run(self.settings, replace(self.orders, **orders), said.append)
        return said

    def world(self, path: str, **body: Any) -> None:
        """Ask something of the world's controls."""
        assert requests.post(f"{self.url}/_world/{path}", json=body, timeout=10).ok


def stands_there(workspace: Workspace) -> list[Any]:
    """Return all that `setup` could have changed."""
    admin = workspace.admin
    app = installed(admin)
    return [
        admin.get("settings", count=500)["settings"],
        admin.get("permissions.listAll")["update"],
        [user["username"] for user in admin.get("users.list", count=100)["users"]],
        admin.get("livechat/department", count=100)["departments"],
        [room["name"] for room in admin.get("channels.list", count=100)["channels"]],
        app and (app["version"], app["status"]),
    ]


@contextmanager
def workspace_of(postgres: str, **environment: str) -> Iterator[Workspace]:
    name = f"setup_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    database_url = urlsplit(postgres)._replace(path=f"/{name}").geturl()
    port = free_port()
    with tempfile.TemporaryFile() as log:
        world = subprocess.Popen(
            ["node", str(WORLD / "rocketchat" / "server.mjs"), "--port", str(port)],
            cwd=ROOT, env=os.environ | environment, stdout=log, stderr=log,
        )  # fmt: skip
        url = f"http://127.0.0.1:{port}"
        connected = databases.connect(database_url, max_connections=4)
        try:
            wait_until(lambda: _answers(url), "Rocket.Chat listens", 60, every=0.1)
            databases.wait_until_ready(connected)
            with connected.connection_context():
                yield Workspace(url, database_url)
        finally:
            connected.close_all()
            world.terminate()
            world.wait(10)


def _answers(url: str) -> bool:
    try:
        return requests.get(f"{url}/api/info", timeout=5).ok
    except requests.RequestException:
        return False


@pytest.fixture(scope="module")
def fresh(postgres: str) -> Iterator[Workspace]:
    with workspace_of(postgres) as workspace:
        yield workspace


@pytest.fixture
def ready(fresh: Workspace) -> Iterator[Workspace]:
    """A workspace that is set up; what a test spoils is put right after it."""
    fresh.setup()
    yield fresh
    fresh.world("totp", username="admin")


def test_a_dry_run_says_all_that_would_change_and_changes_nothing(fresh: Workspace) -> None:
    before = stands_there(fresh)
    said = fresh.setup(dry=True)
    assert stands_there(fresh) == before
    assert Department.select().count() == 0
    for line in (
        "settings: would set Livechat_accept_chats_with_no_agents to on (was off)",
        "bot user: would create the user asistente with the roles bot, livechat-agent",
        "departments: would create Ventas with ventas.marta in it",
        "app: would install version",
        "app enabled: would enable it",
        "way in: the app",
    ):
        assert any(one.startswith(line) for one in said), (line, said)
    assert "nothing was changed" in said[-1]
    assert not any(fresh.settings.bridge_secret.get_secret_value() in line for line in said)

    done = fresh.setup()
    would = {line.replace("would ", "") for line in said[:-1] if "would " in line}
    made = {line.removesuffix(": done") for line in done if line.endswith(": done")}
    assert would - made <= {"app enabled: enable it"}  # Rocket.Chat may do so by installing it
    assert made <= would


def test_the_second_run_changes_nothing(ready: Workspace) -> None:
    before = stands_there(ready)
    assert ready.setup()[-1] == "nothing to change"
    assert stands_there(ready) == before
    assert Department.select().count() == 5


def test_the_app_knows_who_gets_forgotten_customers(ready: Workspace, tmp_path: Path) -> None:
    answer = ready.admin.raw("GET", f"/api/apps/{APP_ID}/settings").json()["settings"]
    assert answer["default_department"]["value"] == "Servicio al cliente"
    own = tmp_path / "departments.toml"
    own.write_text('[servicio]\nname = "Reclamos"\nrocketchat = "Ventas"\n')
    settings = ready.settings.model_copy(update={"departments_file": own})
    assert departments.usual(ready.admin, settings) == "Ventas"


def test_what_somebody_took_away_is_put_back(ready: Workspace) -> None:
    user = ready.admin.get("users.info", username="asistente")["user"]
    ready.admin.post("users.update", userId=user["_id"], data={"roles": ["user"]})
    ready.admin.post("settings/Livechat_enabled", value=False)
    said = ready.setup()
    assert "bot user: change the user asistente: roles bot, livechat-agent: done" in said
    assert "settings: set Livechat_enabled to on (was off): done" in said
    assert ready.setup()[-1] == "nothing to change"


def test_a_password_that_was_changed_is_set_again(ready: Workspace) -> None:
    user = ready.admin.get("users.info", username="puente")["user"]
    data = {"password": "Something-else-77"}
    ready.admin.post("users.update", userId=user["_id"], data=data)
    assert "bridge user: change the user puente: password: done" in ready.setup()
    assert ready.setup()[-1] == "nothing to change"


def test_a_password_that_the_servers_policy_refuses_is_told_with_the_reasons(
    ready: Workspace,
) -> None:
    weak = ready.settings.model_copy(update={"rocketchat_bot_password": SecretStr("bot")})
    with pytest.raises(Failure, match=r"password policy .* asistente \(minLength, oneUppercase"):
        setup.run(weak, ready.orders, lambda line: None)


def test_our_users_get_no_codes_by_email_that_nobody_could_read(ready: Workspace) -> None:
    """Rocket.Chat asks who has a verified address for a code at each login, by its defaults."""
    user = ready.admin.get("users.info", username="asistente")["user"]
    assert not user["emails"][0]["verified"]
    ready.admin.post("users.update", userId=user["_id"], data={"verified": True})
    with pytest.raises(Refused, match="second factor is wanted"):
        bot_of(ready).get("me")
    said = ready.setup()
    assert any("address not verified, so that it can log in: done" in line for line in said)
    assert bot_of(ready).get("me")["username"] == "asistente"


def test_a_bot_that_cannot_log_in_whatever_setup_does_is_told_with_the_way_out(
    ready: Workspace,
) -> None:
    ready.admin.post("settings/Accounts_EmailVerification", value=True)
    try:
        ready.setup()
        with pytest.raises(Failure, match=r"asistente for a second factor \(email\).*switch off"):
            ready.setup()
        ready.admin.post("settings/Accounts_TwoFactorAuthentication_By_Email_Enabled", value=False)
        ready.setup()
        assert bot_of(ready).get("me")["username"] == "asistente"
    finally:
        ready.admin.post("settings/Accounts_EmailVerification", value=False)
        ready.admin.post("settings/Accounts_TwoFactorAuthentication_By_Email_Enabled", value=True)


def bot_of(workspace: Workspace) -> Account:
    """Return the bot as a process of ours would log in."""
    return Account(workspace.url, "asistente", "The-bot's-password-1", requests.Session())


def test_a_disabled_department_is_told_and_left(ready: Workspace) -> None:
    there = ready.admin.get("livechat/department", count=100)["departments"]
    ventas = next(one for one in there if one["name"] == "Ventas")
    path = f"/api/v1/livechat/department/{ventas['_id']}"
    ready.admin.raw("PUT", path, json={"department": {**ventas, "enabled": False}})
    try:
        assert any("Ventas is DISABLED" in line for line in ready.setup())
    finally:
        ready.admin.raw("PUT", path, json={"department": {**ventas, "enabled": True}})


def test_the_same_version_with_other_content_is_installed_anew(
    ready: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = tmp_path / "mostrador.zip"
    _repack(PACKAGE, other, build="another")
    monkeypatch.setattr("brain.setup.app.PACKAGE", other)
    said = ready.setup()
    assert any("anew: its content differs" in line for line in said)
    app = installed(ready.admin)
    assert app
    assert app["build"] == "another"
    assert ready.setup()[-1] == "nothing to change"


def _repack(source: Path, target: Path, **changed: str) -> None:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "app.json":
                content = json.dumps(json.loads(content) | changed).encode()
            new.writestr(name, content)


def test_an_authenticator_apps_code_is_asked_for_and_taken(ready: Workspace) -> None:
    ready.admin.post("settings/Livechat_enabled", value=False)
    ready.world("totp", username="admin", code="123456")
    with pytest.raises(Failure, match="--code"):
        ready.setup()
    with pytest.raises(Failure, match="second factor"):
        ready.setup(ask_code=lambda _: "654321")
    said = ready.setup(ask_code=asking.code("123456"))
    assert "settings: set Livechat_enabled to on (was off): done" in said


def test_a_code_that_ran_out_on_the_way_is_asked_for_again(ready: Workspace) -> None:
    ready.admin.post("settings/Livechat_enabled", value=False)
    ready.world("totp", username="admin", code="111111")
    codes = iter(["111111", "222222"])

    def ask(method: str) -> str:
        assert method == "totp"
        code = next(codes)
        ready.world("totp", username="admin", code=code)
        return code

    admin = Admin(ready.url, "admin", "admin", requests.Session(), ask)
    admin.get("me")
    ready.world("totp", username="admin", code="222222")
    admin.post("settings/Livechat_enabled", value=True)
    assert next(codes, None) is None


def test_a_personal_access_token_does_in_place_of_a_password(ready: Workspace) -> None:
    answer = ready.admin.post("users.generatePersonalAccessToken", tokenName="setup")
    user_id = ready.admin.get("me")["_id"]
    said = ready.setup(user="", password="", token=f"{user_id}:{answer['token']}")
    assert said[-1] == "nothing to change"


def test_a_list_of_more_than_a_page_is_read_whole(
    ready: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("brain.rocketchat.account.PAGE", 2)
    there = ready.admin.every("livechat/department", "departments")
    assert len({one["_id"] for one in there}) == 5
    assert ready.setup()[-1] == "nothing to change"


def test_the_administrator_is_told_when_the_months_contacts_run_out(ready: Workspace) -> None:
    assert workspace.contacts(ready.admin) == []
    used = {"limits": {"monthlyActiveContacts": {"value": 90, "max": 100}}}
    body = {"success": True, "license": used}
    ready.world("faults", kind="refuse", match="licenses.info", status=200, body=body, times=1)
    (note,) = workspace.contacts(ready.admin)
    assert isinstance(note, Note)
    assert "90 of 100" in note.text


def test_a_wrong_login_is_said_in_one_line(ready: Workspace) -> None:
    with pytest.raises(Failure, match="login refused"):
        ready.setup(password="wrong")


def test_without_a_terminal_it_says_which_option_to_give(ready: Workspace) -> None:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("ROCKETCHAT_ADMIN")
    } | {name.upper(): value for name, value in SETTINGS.items()}
    environment |= {"ROCKETCHAT_URL": ready.url, "DATABASE_URL": ready.settings.database_url or ""}
    command = [sys.executable, "-m", "brain", "setup"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment | {"ENV_FILE": os.devnull}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "--admin-user" in done.stderr


@pytest.fixture(scope="module")
def community(postgres: str) -> Iterator[Workspace]:
    with workspace_of(postgres, ROCKETCHAT_LICENSE="community") as workspace:
        yield workspace


def test_a_licence_without_private_apps_gets_the_integration(community: Workspace) -> None:
    said = community.setup()
    assert any(line.startswith("app enabled: not enabled") and "licence" in line for line in said)
    assert any(line.startswith("way in: without the app") for line in said)
    url = f"{BRAIN_URL}/rocketchat/omnichannel"
    assert community.admin.get("settings/Livechat_webhookUrl")["value"] == url
    assert community.setup()[-1] == "nothing to change"


def test_a_newer_package_stops_nothing_where_the_licence_runs_no_private_apps(
    community: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    community.setup()
    newer = tmp_path / "mostrador.zip"
    _repack(PACKAGE, newer, version="99.0.0")
    monkeypatch.setattr("brain.setup.app.PACKAGE", newer)
    said = community.setup()
    assert any(line.startswith("app: LEFT at version") for line in said)
    assert said[-1] == "nothing to change"


def test_community_gets_the_one_department_that_it_may_have(community: Workspace) -> None:
    community.setup()
    there = community.admin.every("livechat/department", "departments")
    assert [one["name"] for one in there] == [TOGETHER]
    agents = community.admin.every(f"livechat/department/{there[0]['_id']}/agents", "agents")
    assert {one["username"] for one in agents} == {"ventas.marta", "contabilidad.pedro"}
    assert {row.rocketchat_id for row in Department.select()} == {there[0]["_id"]}
    assert Department.select().count() == 5
    said = community.setup()
    assert said[-1] == "nothing to change"
    assert any(f"{TOGETHER} takes what is for ventas, cotizaciones" in line for line in said)


def test_the_rate_limiter_goes_only_where_the_operator_says_so(community: Workspace) -> None:
    said = community.setup()
    assert any("ON" in line and "--yes-rate-limiter" in line for line in said)
    assert limiter(community) is True

    said = community.setup(dry=True, limiter_may_go=lambda: True)
    assert any("would switch it off" in line for line in said)
    assert limiter(community) is True

    community.setup(limiter_may_go=lambda: True)
    assert limiter(community) is False


def limiter(workspace: Workspace) -> bool:
    return bool(workspace.admin.get("settings/API_Enable_Rate_Limiter")["value"])


def test_somebody_elses_webhook_is_left_alone(community: Workspace) -> None:
    community.admin.post("settings/Livechat_webhookUrl", value="http://crm.example/hook")
    try:
        said = community.setup()
        assert any("LEFT as it is" in line and "crm.example" in line for line in said)
    finally:
        community.admin.post("settings/Livechat_webhookUrl", value="")
