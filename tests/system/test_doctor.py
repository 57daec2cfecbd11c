"""The doctor: everything it can find is broken in earnest, found, and told with the next step."""

import json
import tomllib
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
import requests

from brain import database as databases
from brain import doctor
from brain.doctor import Finding, Level, Patient
from brain.mind.assistant.check import CASES
from brain.mind.assistant.tools import Tool, tools_of
from brain.mind.prompts import PromptManager
from brain.models import database
from brain.rocketchat import omnichannel
from brain.rocketchat.admin import Admin
from brain.rocketchat.door import APP_ID
from brain.services import mind_of
from brain.settings import Settings
from brain.setup.app import manifest
from brain.setup.way_in import TOKEN, TOLD, WEBHOOK
from tests.system import troubles
from tests.system.dialogue import Dialogue
from tests.system.running import System, free_port, wait_until
from tests.world.model_server import MODEL, ModelServer, serving

Json = dict[str, Any]
Breaking = AbstractContextManager[Any]
PROBLEM, WARNING = Level.PROBLEM, Level.WARNING


def settings_of(system: System, **changed: Any) -> Settings:
    """The settings a system runs with, some of them changed."""
    known = {name: system.env[name.upper()] for name in Settings.model_fields
             if name.upper() in system.env}  # fmt: skip
    return Settings(**{**known, **changed})


@pytest.fixture
def patient(system: System, tmp_path: Path) -> Iterator[Patient]:
    settings = settings_of(system)
    connected = databases.connect(databases.address(settings), max_connections=12)
    env_file = tmp_path / ".env"
    env_file.touch(mode=0o600)
    yield Patient(settings, env_file=env_file)
    connected.close_all()


@pytest.fixture
def admin(system: System) -> Admin:
    return Admin(system.rocketchat_url, "admin", "admin", requests.Session(), lambda _: "")


def found(patient: Patient, area: str) -> dict[str, Finding]:
    """Examine one area; return what is not in order, by key."""
    ((_, findings),) = doctor.examine(patient, [area])
    return {one.key: one for one in findings if one.level is not Level.OK}


def see(patient: Patient, area: str, key: str, level: Level, *words: str) -> None:
    """Expect this finding, with what is wrong, why, and what to do."""
    bad = found(patient, area)
    assert key in bad, bad
    finding = bad[key]
    assert finding.level is level
    for word in words:
        assert word in f"{finding.what} {finding.do}", finding
    assert finding.why
    assert finding.do


# --- all is well ---------------------------------------------------------------------------------


def test_a_system_in_order_has_nothing_to_put_right(system: System, patient: Patient) -> None:
    Dialogue(system).customer("hola")
    wait_until(lambda: "meta.arrivals" not in found(patient, "Meta"), "a webhook came")
    wait_until(lambda: not found(patient, "Processes"), "the clock ticks, nothing waits")
    examined = doctor.examine(patient)
    assert doctor.is_well(examined), [
        one for _, findings in examined for one in findings if one.level is Level.PROBLEM
    ]


def test_the_command_says_it_in_words_and_for_programs(system: System) -> None:
    said = system.brain("doctor", check=False)
    assert "Rocket.Chat" in said.stdout
    assert "The app" in said.stdout
    with troubles.of_meta(system, {"match": {"path": "/v24.0/"}, "times": None, "respond": "190"}):
        said = system.brain("doctor", "--json", check=False)
    assert said.returncode == 1
    bad = [one for one in json.loads(said.stdout) if one["level"] == "problem"]
    assert [one["key"] for one in bad] == ["meta.token"]
    assert bad[0]["do"].startswith("Make a system user's token")


# --- Meta ----------------------------------------------------------------------------------------


def look(path: str, body: Json | None = None, name: str = "") -> Json:
    """The Graph API answers what is asked of `path` like this."""
    respond: Any = name or {"status": 200, "body": body}
    match = {"action": "look", "path": path}
    return {"match": match, "times": None, "respond": respond}


PHONE = "/106540352242922"
NUMBER = {"verified_name": "Tienda", "display_phone_number": "+1", "status": "CONNECTED"}
VALID = {"app_id": "631745912345678", "is_valid": True}
META: list[tuple[Json, str, Level, str]] = [
    (look(PHONE, name="190"), "meta.token", PROBLEM, "WHATSAPP_TOKEN"),
    (look(PHONE, name="100"), "meta.number", PROBLEM, "WHATSAPP_PHONE_ID"),
    (look(PHONE, name="502"), "meta.away", PROBLEM, "does not answer"),
    (look(PHONE, NUMBER | {"quality_rating": "RED"}), "meta.quality", PROBLEM, "RED"),
    (look(PHONE, NUMBER | {"quality_rating": "YELLOW"}), "meta.quality", WARNING, "YELLOW"),
    (look(PHONE, NUMBER | {"status": "FLAGGED"}), "meta.number", PROBLEM, "FLAGGED"),
    (look(PHONE, NUMBER | {"account_mode": "SANDBOX"}), "meta.sandbox", WARNING, "test number"),
    (
        look("debug_token", {"data": VALID | {"expires_at": 1}}),
        "meta.token", WARNING, "ends on",
    ),
    (
        look("debug_token", {"data": VALID | {"scopes": ["whatsapp_business_management"]}}),
        "meta.token", PROBLEM, "whatsapp_business_messaging",
    ),
    (look("subscribed_apps", {"data": []}), "meta.subscription", PROBLEM, "subscribed_apps"),
    (look("/subscriptions", {"data": []}), "meta.subscription", PROBLEM, "`messages`"),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "key", "level", "words"), META, ids=lambda one: str(one)[:40])
def test_what_is_wrong_at_meta_is_found(
    system: System, patient: Patient, fault: Json, key: str, level: Level, words: str
) -> None:
    with troubles.of_meta(system, fault):
        see(patient, "Meta", key, level, words)


def test_templates_nobody_could_send_are_found(system: System, patient: Patient) -> None:
    none = replace(patient, settings=settings_of(system, whatsapp_business_id=""))
    see(none, "Meta", "meta.templates", WARNING, "WHATSAPP_BUSINESS_ID", "102290129340398")
    known = replace(patient, settings=settings_of(system, whatsapp_business_id="102290129340398"))
    assert "meta.templates" not in found(known, "Meta")
    with troubles.of_meta(system, look("message_templates", {"data": []})):
        see(known, "Meta", "meta.templates", WARNING, "None of 0")
    with troubles.of_meta(system, look("message_templates", name="100")):
        see(known, "Meta", "meta.templates", PROBLEM, "WHATSAPP_BUSINESS_ID")


def test_a_wrong_token_is_found(system: System, patient: Patient) -> None:
    wrong = replace(patient, settings=settings_of(system, whatsapp_token="of-somebody-else"))
    see(wrong, "Meta", "meta.token", PROBLEM, "WHATSAPP_TOKEN")


def test_another_apps_secret_is_found_by_meta_and_by_our_own_web(
    system: System, patient: Patient
) -> None:
    wrong = replace(patient, settings=settings_of(system, whatsapp_app_secret="not-the-secret"))
    see(wrong, "Meta", "meta.secret", PROBLEM, "WHATSAPP_APP_SECRET")
    see(wrong, "Meta", "meta.webhook", PROBLEM, "refuses a rightly signed webhook")


def test_one_of_two_secrets_is_enough_while_it_is_changed(system: System, patient: Patient) -> None:
    both = f"{system.app_secret},the-old-one"
    two = replace(patient, settings=settings_of(system, whatsapp_app_secret=both))
    assert "meta.secret" not in found(two, "Meta")


def test_a_verify_token_that_web_does_not_know_is_found(system: System, patient: Patient) -> None:
    other = replace(patient, settings=settings_of(system, whatsapp_verify_token="a-new-one"))
    see(other, "Meta", "meta.webhook", WARNING, "WHATSAPP_VERIFY_TOKEN")


@pytest.mark.parametrize(
    ("url", "level", "words"),
    [
        ("https://shop.example/other", PROBLEM, "goes to https://shop.example/other"),
        ("http://127.0.0.1:9/whatsapp/webhook", WARNING, "does not answer from here"),
    ],
)
def test_a_webhook_that_goes_elsewhere_is_found(
    system: System, patient: Patient, url: str, level: Level, words: str
) -> None:
    answer = NUMBER | {"webhook_configuration": {"application": url}}
    with troubles.of_meta(system, look(PHONE, answer)):
        see(patient, "Meta", "meta.webhook", level, words)


def test_a_proxy_that_passes_no_webhooks_on_is_found(system: System, patient: Patient) -> None:
    elsewhere = f"{system.rocketchat_url}/whatsapp/webhook"
    answer = NUMBER | {"webhook_configuration": {"application": elsewhere}}
    with troubles.of_meta(system, look(PHONE, answer)):
        see(patient, "Meta", "meta.webhook", PROBLEM, "answers 404", "proxy")


def test_messages_that_fail_often_are_found(system: System, empty: Patient) -> None:
    databases.wait_until_ready(_bound())
    with database.connection_context():
        for number in range(10):
            state, code = ("failed", 131026) if number < 2 else ("sent", None)
            database.execute_sql(_SEND, (f"m{number}", f"m{number}:1", state, code))
    see(empty, "Meta", "meta.failures", WARNING, "2 of 10", "131026", "Error codes")


_SEND = """
WITH person AS (
    INSERT INTO customer (bsuid) VALUES ('DO.doctor')
    ON CONFLICT (bsuid) DO UPDATE SET bsuid = excluded.bsuid RETURNING id
), row AS (
    INSERT INTO work (customer_id, stage, key, payload, order_at, due_at, created_at, state)
    SELECT id, 'out', %s, '{}', now(), now(), now(), 'done' FROM person RETURNING id
)
INSERT INTO send (tracker, work_id, state, code, tries, intended_at)
SELECT %s, id, %s, %s, 1, now() FROM row
"""


def test_a_version_that_has_ended_is_found(system: System, patient: Patient) -> None:
    fault = look(PHONE, NUMBER)
    fault["respond"]["headers"] = {"facebook-api-version": "v25.0"}
    with troubles.of_meta(system, fault):
        see(patient, "Meta", "meta.version", WARNING, "25.0", "not 24.0")


def test_a_machine_without_a_way_to_meta_is_found(system: System, patient: Patient) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    lost = replace(patient, settings=settings_of(system, whatsapp_graph_url=url))
    see(lost, "Meta", "meta.away", PROBLEM, url)


# --- Rocket.Chat ---------------------------------------------------------------------------------


def test_a_rocketchat_that_is_away_is_found(system: System, patient: Patient) -> None:
    with troubles.of_rocketchat(system, {"kind": "down", "seconds": 5, "match": "api/info"}):
        see(patient, "Rocket.Chat", "rocketchat.away", PROBLEM, "ROCKETCHAT_URL")


@pytest.mark.parametrize(
    ("version", "level"), [("6.13", PROBLEM), ("9.0", WARNING)], ids=["too old", "newer"]
)
def test_a_version_that_was_not_tried_is_found(
    system: System, patient: Patient, version: str, level: Level
) -> None:
    fault = {"kind": "refuse", "match": "api/info", "status": 200, "body": {"version": version}}
    with troubles.of_rocketchat(system, fault):
        see(patient, "Rocket.Chat", "rocketchat.version", level, version)


@pytest.mark.parametrize("who", ["bot", "bridge"])
def test_a_password_that_is_not_theirs_is_found(system: System, patient: Patient, who: str) -> None:
    wrong = settings_of(system, **{f"rocketchat_{who}_password": "wrong"})
    see(
        replace(patient, settings=wrong), "Rocket.Chat", f"rocketchat.{who}", PROBLEM,
        "cannot log in", "setup",
    )  # fmt: skip


def test_a_rocketchat_that_lets_nobody_in_just_now_is_told_apart(
    system: System, patient: Patient
) -> None:
    fault = {"kind": "refuse", "match": "api/v1/login", "status": 503, "times": 2}
    with troubles.of_rocketchat(system, fault):
        see(patient, "Rocket.Chat", "rocketchat.bot", PROBLEM, "cannot log in", "log")


@contextmanager
def roles(admin: Admin, username: str, *now: str) -> Iterator[None]:
    user = admin.get("users.info", username=username)["user"]
    admin.post("users.update", userId=user["_id"], data={"roles": list(now)})
    try:
        yield
    finally:
        admin.post("users.update", userId=user["_id"], data={"roles": user["roles"]})
        if "livechat-agent" in user["roles"]:  # the server forgets that he was available
            admin.post("livechat/agent.status", agentId=user["_id"], status="available")


@pytest.mark.parametrize(
    ("username", "key", "now", "level", "words"),
    [
        ("asistente", "rocketchat.bot", ["bot"], PROBLEM, "livechat-agent"),
        ("puente", "rocketchat.bridge", ["user"], PROBLEM, "livechat-manager"),
        (
            "asistente", "rocketchat.bot", ["bot", "livechat-agent", "admin"], WARNING,
            "more roles than it needs: admin",
        ),
    ],
)  # fmt: skip
def test_roles_that_were_changed_are_found(
    patient: Patient, admin: Admin, username: str, key: str, now: list[str], level: Level,
    words: str,
) -> None:  # fmt: skip
    with roles(admin, username, *now):
        see(patient, "Rocket.Chat", key, level, words)


@contextmanager
def setting(admin: Admin, name: str, value: object) -> Iterator[None]:
    before = admin.get(f"settings/{name}")["value"]
    admin.post(f"settings/{name}", value=value)
    try:
        yield
    finally:
        admin.post(f"settings/{name}", value=before)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Livechat_enabled", False),
        ("Livechat_Routing_Method", "Auto_Selection"),
        ("Message_MaxAllowedSize", 5000),
    ],
)
def test_a_setting_that_was_changed_is_found(
    patient: Patient, admin: Admin, name: str, value: object
) -> None:
    with setting(admin, name, value):
        key = f"rocketchat.settings.{name}"
        see(patient, "Rocket.Chat", key, PROBLEM, name, "brain setup")


def test_settings_that_only_an_administrator_sees_are_named(patient: Patient) -> None:
    ((_, findings),) = doctor.examine(patient, ["Rocket.Chat"])
    (told,) = [one.what for one in findings if one.key == "rocketchat.settings"]
    assert "Livechat_assign_new_conversation_to_bot: `setup --dry-run` looks" in told


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("api-bypass-rate-limit", "livechat-manager"),
        ("transfer-livechat-guest", "livechat-agent"),
    ],
)
def test_a_permission_that_was_taken_away_is_found(
    patient: Patient, admin: Admin, name: str, role: str
) -> None:
    listed = admin.get("permissions.listAll")["update"]
    before = next(entry["roles"] for entry in listed if entry["_id"] == name)
    _grant(admin, name, [one for one in before if one != role])
    try:
        key = f"rocketchat.permissions.{name}"
        see(patient, "Rocket.Chat", key, PROBLEM, role, "brain setup")
    finally:
        _grant(admin, name, before)


def _grant(admin: Admin, name: str, roles: list[str]) -> None:
    admin.post("permissions.update", permissions=[{"_id": name, "roles": roles}])


@contextmanager
def department(admin: Admin, name: str, change: Json, agents: Json | None = None) -> Iterator[None]:
    listed = admin.get("livechat/department", count=100)["departments"]
    there = next(one for one in listed if one["name"] == name)
    path = f"/api/v1/livechat/department/{there['_id']}"
    before = admin.raw("GET", path).json()["agents"]
    admin.raw("PUT", path, json={"department": there | change, "agents": agents or {}})
    try:
        yield
    finally:
        back = {"upsert": [{"agentId": one["agentId"]} for one in before]}
        admin.raw("PUT", path, json={"department": there, "agents": back})


def test_a_disabled_department_is_found(patient: Patient, admin: Admin) -> None:
    with department(admin, "Ventas", {"enabled": False}):
        key = "rocketchat.departments.ventas"
        see(patient, "Rocket.Chat", key, PROBLEM, "Ventas is disabled", "enable Ventas")


def test_a_department_without_agents_is_found(patient: Patient, admin: Admin) -> None:
    marta = admin.get("users.info", username="ventas.marta")["user"]
    nobody = {"remove": [{"agentId": marta["_id"]}]}
    with department(admin, "Ventas", {}, nobody):
        key = "rocketchat.departments.ventas"
        see(patient, "Rocket.Chat", key, PROBLEM, "Ventas has no agents")


def test_a_department_that_is_gone_is_found(patient: Patient) -> None:
    with rows("UPDATE department SET rocketchat_id = 'gone' || rocketchat_id",
              "UPDATE department SET rocketchat_id = substr(rocketchat_id, 5)"):  # fmt: skip
        key = "rocketchat.departments.ventas"
        see(patient, "Rocket.Chat", key, PROBLEM, "not in Rocket.Chat", "brain setup")


def test_agents_who_are_all_away_are_found(system: System, patient: Patient, admin: Admin) -> None:
    people = ("ventas.marta", "contabilidad.pedro")
    ids = [admin.get("users.info", username=name)["user"]["_id"] for name in people]
    for user in ids:
        admin.post("livechat/agent.status", agentId=user, status="not-available")
    try:
        see(patient, "Rocket.Chat", "rocketchat.agents", WARNING, "None of the 2")
    finally:
        for user in ids:
            admin.post("livechat/agent.status", agentId=user, status="available")


def test_a_bot_that_is_not_available_is_found_and_setup_mends_it(
    system: System, patient: Patient, admin: Admin
) -> None:
    bot = admin.get("users.info", username="asistente")["user"]["_id"]
    admin.post("livechat/agent.status", agentId=bot, status="not-available")
    key = "rocketchat.bot.available"
    see(patient, "Rocket.Chat", key, PROBLEM, "asistente is not available", "setup")
    said = system.brain("setup", "--brain-url", system.web_url).stdout
    assert "set asistente to available: done" in said
    assert key not in found(patient, "Rocket.Chat")


def test_a_workspace_without_agents_is_found(system: System, patient: Patient) -> None:
    body = {"success": True, "users": [], "count": 0, "offset": 0, "total": 0}
    fault = {"kind": "refuse", "match": "livechat/users/agent", "status": 200, "body": body}
    with troubles.of_rocketchat(system, fault):
        see(patient, "Rocket.Chat", "rocketchat.agents", PROBLEM, "Nobody is an agent", "agent")


def test_a_channel_without_the_bridge_is_found(system: System, patient: Patient) -> None:
    body = {"success": False, "error": "gone", "errorType": "error-room-not-found"}
    fault = {"kind": "refuse", "match": "rooms.info", "status": 400, "body": body}
    with troubles.of_rocketchat(system, fault):
        see(patient, "Rocket.Chat", "rocketchat.channel", PROBLEM, "#soporte-whatsapp", "setup")


def licence(**said: Any) -> Json:
    body = {"success": True, "license": {"tags": [{"name": "Starter"}], **said}}
    return {"kind": "refuse", "match": "licenses.info", "status": 200, "body": body}


@pytest.mark.parametrize(
    ("said", "level", "words"),
    [
        ({"preventedActions": {"monthlyActiveContacts": True}}, PROBLEM, "used up"),
        ({"limits": {"monthlyActiveContacts": {"value": 90, "max": 100}}}, WARNING, "90 of 100"),
    ],
    ids=["used up", "nearly"],
)
def test_a_licence_at_its_limit_is_found(
    system: System, patient: Patient, said: Json, level: Level, words: str
) -> None:
    with troubles.of_rocketchat(system, licence(**said)):
        see(patient, "Rocket.Chat", "rocketchat.licence", level, words, "Subscription")


def test_a_disabled_app_is_found_and_the_limiter_with_it(patient: Patient, admin: Admin) -> None:
    app_becomes(admin, "manually_disabled")
    try:
        bad = found(patient, "Rocket.Chat")
        assert "not enabled (manually_disabled)" in bad["rocketchat.app"].what
        assert "Enable it under Marketplace" in bad["rocketchat.app"].do
        assert bad["rocketchat.limiter"].level is PROBLEM
        assert "--yes-rate-limiter" in bad["rocketchat.limiter"].do
        assert "goes to nobody" in bad["rocketchat.webhook"].what
        with setting(admin, WEBHOOK, f"http://shop.example{omnichannel.PATH}"):
            assert "has another token" in found(patient, "Rocket.Chat")["rocketchat.webhook"].what
            token = omnichannel.token_for(patient.settings.bridge_secrets[0])
            with setting(admin, TOKEN, token), setting(admin, TOLD[0], False):
                silent = found(patient, "Rocket.Chat")["rocketchat.webhook"]
                assert f"does not tell {TOLD[0]}" in silent.what
                assert "brain setup" in silent.do
        with setting(admin, "API_Enable_Rate_Limiter", False):
            assert "rocketchat.limiter" not in found(patient, "Rocket.Chat")
    finally:
        app_becomes(admin, "manually_enabled")


def app_becomes(admin: Admin, status: str) -> None:
    assert admin.raw("POST", f"/api/apps/{APP_ID}/status", json={"status": status}).ok


def test_a_licence_without_private_apps_is_no_finding(
    system: System, patient: Patient, admin: Admin
) -> None:
    app_becomes(admin, "manually_disabled")
    try:
        fault = licence(preventedActions={"privateApps": True})
        with troubles.of_rocketchat(system, fault):
            assert "rocketchat.app" not in found(patient, "Rocket.Chat")
    finally:
        app_becomes(admin, "manually_enabled")


def test_an_app_that_is_not_installed_is_found(system: System, patient: Patient) -> None:
    fault = {"kind": "refuse", "match": "apps/installed", "status": 200, "body": {"apps": []}}
    with troubles.of_rocketchat(system, fault):
        see(patient, "Rocket.Chat", "rocketchat.app", WARNING, "not installed", "setup")


def test_another_apps_version_is_found(system: System, patient: Patient) -> None:
    app = {"id": APP_ID, "version": "0.0.9", "status": "manually_enabled"}
    fault = {"kind": "refuse", "match": "apps/installed", "status": 200, "body": {"apps": [app]}}
    with troubles.of_rocketchat(system, fault):
        see(patient, "Rocket.Chat", "rocketchat.app", WARNING, "0.0.9", "setup")


def test_an_app_of_another_content_is_found(system: System, patient: Patient) -> None:
    app = {"id": APP_ID, "version": manifest()["version"], "status": "manually_enabled"}
    body = {"apps": [app | {"build": "another"}]}
    fault = {"kind": "refuse", "match": "apps/installed", "status": 200, "body": body}
    with troubles.of_rocketchat(system, fault):
        see(patient, "Rocket.Chat", "rocketchat.app", WARNING, "of another content", "setup")


def test_an_app_with_another_secret_is_found(system: System, patient: Patient) -> None:
    other = settings_of(system, bridge_secret="another-secret-of-16-characters")
    key = "rocketchat.app.connection"
    see(replace(patient, settings=other), "Rocket.Chat", key, PROBLEM, "signs", "setup")


def test_an_app_that_does_not_reach_the_brain_is_found(patient: Patient, admin: Admin) -> None:
    path = f"/api/apps/{APP_ID}/settings"
    before = admin.raw("GET", path).json()["settings"]["brain_url"]["value"]
    points_to(admin, f"http://127.0.0.1:{free_port()}")
    try:
        key = "rocketchat.app.connection"
        see(patient, "Rocket.Chat", key, PROBLEM, "does not reach the brain", "--brain-url")
    finally:
        points_to(admin, before)


def test_a_web_process_with_an_older_secret_is_found(
    system: System, patient: Patient, admin: Admin
) -> None:
    new = "a-new-secret-of-16-characters"
    other = replace(patient, settings=settings_of(system, bridge_secret=new))
    becomes(admin, "bridge_secret", new)
    try:
        key = "rocketchat.app.connection"
        see(other, "Rocket.Chat", key, PROBLEM, "does not accept the app's signature", "Restart")
    finally:
        becomes(admin, "bridge_secret", system.env["BRIDGE_SECRET"])


def points_to(admin: Admin, url: str) -> None:
    becomes(admin, "brain_url", url)


def becomes(admin: Admin, name: str, value: str) -> None:
    body = {"settings": [{"id": name, "value": value}]}
    assert admin.raw("POST", f"/api/apps/{APP_ID}/settings", json=body).ok


# --- database, processes, machine, store ---------------------------------------------------------


@contextmanager
def rows(break_it: str, mend_it: str) -> Iterator[None]:
    """Do something to the tables, and undo it."""
    with database.connection_context():
        database.execute_sql(break_it)
    try:
        yield
    finally:
        with database.connection_context():
            database.execute_sql(mend_it)


def test_a_database_that_is_away_is_found_and_the_rest_is_looked_at(patient: Patient) -> None:
    lost = databases.connect(databases.NOWHERE, max_connections=4)
    try:
        see(patient, "Database", "database.away", PROBLEM, "cannot be reached", "brain db")
        see(patient, "The store", "doctor.unseen", WARNING, "Database")
        assert "rocketchat.away" not in found(patient, "Rocket.Chat")
        assert not doctor.is_well(doctor.examine(patient, ["Database"]))
    finally:
        lost.close_all()


@pytest.fixture
def empty(postgres: str, patient: Patient) -> Iterator[Patient]:
    """A database in which nobody has done anything."""
    name = f"doctor_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    connected = databases.connect(urlsplit(postgres)._replace(path=f"/{name}").geturl(), 4)
    yield patient
    connected.close_all()


def test_a_schema_that_is_behind_is_found(empty: Patient) -> None:
    see(empty, "Database", "database.schema", PROBLEM, "0001_start", "brain migrate")


def test_a_database_that_is_too_old_is_found(empty: Patient) -> None:
    uri = str(_bound().database)
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute(_OLD.format(urlsplit(uri).path.removeprefix("/")).encode())
    see(empty, "Database", "database.version", PROBLEM, "14.9", "Upgrade")


# The server's own word on its version is overruled, for this database.
_OLD = """
CREATE SCHEMA old;
CREATE FUNCTION old.current_setting(name text) RETURNS text LANGUAGE sql AS
$$ SELECT CASE name WHEN 'server_version_num' THEN '140009' ELSE '14.9' END $$;
ALTER DATABASE {} SET search_path = old, pg_catalog, public
"""


def test_a_store_in_which_nothing_was_done_yet_is_told_what_is_missing(
    system: System, empty: Patient
) -> None:
    databases.wait_until_ready(_bound())
    empty = replace(empty, settings=settings_of(system, support_hours=""))
    see(empty, "The store", "store.tables", PROBLEM, "No products", "brain import")
    see(empty, "The store", "store.hours", WARNING, "branches")
    see(empty, "Processes", "process.worker", PROBLEM, "brain worker")
    see(empty, "Processes", "process.clock", PROBLEM, "never ticked", "brain clock")
    see(empty, "Meta", "meta.arrivals", WARNING, "Write to the store's number")
    see(empty, "Rocket.Chat", "rocketchat.departments", PROBLEM, "brain setup")


def _bound() -> databases.Database:
    found = database.obj
    assert isinstance(found, databases.Database)
    return found


def test_a_worker_that_was_killed_is_found(system: System, patient: Patient) -> None:
    later = replace(patient, now=lambda: datetime.now(UTC) + timedelta(seconds=60))
    system.kill("worker")
    try:
        see(later, "Processes", "process.worker", PROBLEM, "brain worker", "journalctl")
    finally:
        system.spawn("worker")


def test_a_clock_that_stands_still_is_found(patient: Patient) -> None:
    later = replace(patient, now=lambda: datetime.now(UTC) + timedelta(minutes=30))
    see(later, "Processes", "process.clock", PROBLEM, "silent for", "brain clock")


def test_a_web_process_that_does_not_answer_is_found(system: System, patient: Patient) -> None:
    other = replace(patient, settings=settings_of(system, port=free_port()))
    see(other, "Processes", "process.web", PROBLEM, "does not answer", "brain web")


def test_what_waits_too_long_is_found(patient: Patient) -> None:
    with rows(
        """INSERT INTO customer (id, bsuid) VALUES (0, 'DO.doctor');
           INSERT INTO work (customer_id, stage, key, payload, order_at, due_at, created_at)
           VALUES (0, 'card', 'doctor', '{}', now(), now() + interval '1 hour',
                   now() - interval '9 minutes')""",
        "DELETE FROM customer WHERE id = 0",
    ):
        see(patient, "Processes", "process.backlog", WARNING, "stage `card`", "step.failed")


def test_webhooks_that_nobody_sorts_are_found(empty: Patient) -> None:
    databases.wait_until_ready(_bound())
    with database.connection_context():
        database.execute_sql(
            """INSERT INTO webhook_item
                   (phone_number_id, key, status, kind, sender, payload, received_at)
               VALUES ('1', 'wamid.doctor', '', 'message', '18095550000', '{}',
                       now() - interval '5 minutes')"""
        )
    see(empty, "Processes", "process.backlog", WARNING, "1 webhook item", "worker")


def test_a_disk_that_fills_up_is_found(patient: Patient) -> None:
    for free, level in ((100 * 2**20, PROBLEM), (2**30, WARNING)):
        full = replace(patient, disk=_only(free))
        see(full, "This machine", "machine.disk", level, "free", "space")


def _only(free: int) -> Callable[[Path], tuple[int, int]]:
    return lambda _: (free, 50 * 2**30)


def test_a_store_without_a_fresh_backup_is_told(system: System, patient: Patient) -> None:
    see(patient, "This machine", "machine.backup", WARNING, "no backup", "brain backup")
    system.brain("backup")
    assert "machine.backup" not in found(patient, "This machine")
    later = replace(patient, now=lambda: datetime.now(UTC) + timedelta(days=3))
    see(later, "This machine", "machine.backup", WARNING, "The last backup", "brain backup")


def test_secrets_that_others_may_read_are_found(patient: Patient) -> None:
    assert "machine.secrets" not in found(patient, "This machine")
    patient.env_file.chmod(0o644)
    see(patient, "This machine", "machine.secrets", PROBLEM, f"chmod 600 {patient.env_file}")


@pytest.mark.parametrize(
    ("area", "key"), [("Database", "database.clock"), ("Rocket.Chat", "rocketchat.clock"),
                      ("Meta", "meta.clock")],
)  # fmt: skip
def test_a_clock_that_differs_is_found(patient: Patient, area: str, key: str) -> None:
    fast = replace(patient, now=lambda: datetime.now(UTC) + timedelta(minutes=10))
    see(fast, area, key, WARNING, "behind", "timedatectl")


def test_tables_that_are_old_are_found(patient: Patient) -> None:
    later = replace(patient, now=lambda: datetime.now(UTC) + timedelta(days=20))
    see(later, "The store", "store.tables", WARNING, "20 day(s) ago", "brain import")


def test_hours_that_nobody_can_read_are_found(system: System, patient: Patient) -> None:
    patient = replace(patient, settings=settings_of(system, support_hours=""))
    with rows(
        """UPDATE store_branch
           SET hours = 'a veces', extra = extra || jsonb_build_object('kept', hours)""",
        "UPDATE store_branch SET hours = extra ->> 'kept', extra = extra - 'kept'",
    ):
        see(patient, "The store", "store.hours", WARNING, "opening hours", "import again")


def test_support_hours_that_nobody_can_read_are_found(system: System, patient: Patient) -> None:
    unread = replace(patient, settings=settings_of(system, support_hours="de 9 en adelante"))
    see(unread, "The store", "store.hours", PROBLEM, "SUPPORT_HOURS", "siempre")


def test_a_file_of_holidays_that_is_spoilt_is_found(
    system: System, patient: Patient, tmp_path: Path
) -> None:
    file = tmp_path / "holidays.toml"
    file.write_text("[[", encoding="utf-8")
    spoilt = replace(patient, settings=settings_of(system, holidays_file=file))
    see(spoilt, "The store", "store.holidays", PROBLEM, "holidays.toml", "Correct the file")


def test_the_stores_own_words_are_looked_at(
    system: System, patient: Patient, tmp_path: Path
) -> None:
    own = replace(patient, settings=settings_of(system, words_folder=tmp_path))
    assert "store.words" not in found(own, "The store")
    for name, spoilt in (("answer.toml", '[social]\nbye = "{x}"'), ("lexicon.toml", "[")):
        (tmp_path / name).write_text(spoilt, encoding="utf-8")
        see(own, "The store", "store.words", PROBLEM, "not used", "Mend the file")
        (tmp_path / name).unlink()


def test_a_head_who_is_nobody_is_found(patient: Patient) -> None:
    with rows("UPDATE department SET head = 'nadie' WHERE key = 'ventas'",
              "UPDATE department SET head = NULL WHERE key = 'ventas'"):  # fmt: skip
        key = "rocketchat.departments.ventas.head"
        see(patient, "Rocket.Chat", key, WARNING, "nadie", "head")


@pytest.mark.parametrize("provider", ["ollama", "openai"])
def test_a_model_that_does_not_answer_is_found(
    system: System, patient: Patient, provider: str
) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    other = settings_of(
        system, llm_provider=provider, llm_model="m", ollama_url=url, openai_base_url=url
    )
    see(replace(patient, settings=other), "Language model", "model.away", WARNING, url)


@pytest.fixture(scope="module")
def model() -> Iterator[ModelServer]:
    with serving() as server:
        yield server


def with_model(system: System, patient: Patient, server: ModelServer, **more: Any) -> Patient:
    known = settings_of(
        system, llm_provider="ollama", llm_model=MODEL, ollama_url=server.url, **more
    )
    return replace(patient, settings=known, ask_model=True)


def test_a_model_that_is_not_there_is_found(
    system: System, patient: Patient, model: ModelServer
) -> None:
    other = settings_of(system, llm_provider="ollama", llm_model="another", ollama_url=model.url)
    wrong = replace(patient, settings=other)
    see(wrong, "Language model", "model.missing", WARNING, "ollama pull another")


def test_a_model_that_chooses_badly_is_found(
    system: System, patient: Patient, model: ModelServer
) -> None:
    model.reset()
    asked = with_model(system, patient, model, llm_agent="true")
    see(asked, "Language model", "model.check", WARNING, "chose rightly", "larger model")
    see(asked, "Language model", "model.agent", WARNING, "LLM_AGENT")


def test_a_model_that_takes_too_long_is_found(
    system: System, patient: Patient, model: ModelServer
) -> None:
    model.reset()
    asked = with_model(system, patient, model, llm_timeout=0.1)
    model.troubled("slow", ms=1000)
    try:
        see(asked, "Language model", "model.slow", WARNING, "0 times of", "smaller model")
    finally:
        model.reset()


def test_a_model_that_chooses_rightly_is_no_finding(
    system: System, patient: Patient, model: ModelServer
) -> None:
    model.reset()
    asked = with_model(system, patient, model)
    catalogue = mind_of(asked.settings).catalogue.all()
    listed = tools_of(catalogue, PromptManager().current(), all_of_them=True)
    tools = {tool.name: tool for tool in listed}
    for case in tomllib.loads(CASES.read_text(encoding="utf-8"))["cases"]:
        tool = tools[case["tools"][0]]
        model.chooses(case["said"], tool.name, **_filled(tool, case))
    assert not found(asked, "Language model")


def _filled(tool: Tool, case: Json) -> Json:
    kinds: dict[str, Any] = {"texts": case.get("words", [])[:1], "text": case["said"]}
    return {one.name: one.values[0] if one.values else kinds[one.kind] for one in tool.arguments}


def test_an_area_that_stumbles_hides_no_other(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumbling(patient: Patient) -> Iterator[Finding]:
        raise ValueError("an answer nobody foresaw")
        yield

    monkeypatch.setitem(doctor.AREAS, "Meta", (stumbling,))
    see(patient, "Meta", "doctor.stumbled", PROBLEM, "an answer nobody foresaw")
    assert "doctor.stumbled" not in found(patient, "This machine")
