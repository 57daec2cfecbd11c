"""The management's page, in a real browser, with what real conversations left."""

import csv
import io
import os
import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect, sync_playwright

from brain import database as databases
from brain.models import database
from brain.panel import add_to
from brain.rocketchat.admin import Admin
from brain.settings import Settings
from tests.system.dialogue import Dialogue
from tests.system.running import System, wait_until

PATIENCE = 30_000
LETTERS = str.maketrans("0123456789", "ghijklmnop")
MISSING = f"tienen microondas marca {uuid.uuid4().hex[:6].translate(LETTERS)}"


@pytest.fixture(scope="module")
def talked(system: System) -> System:
    """Customers have asked, been answered, thanked, and been handed over."""
    asked, handed, unserved = Dialogue(system), Dialogue(system), Dialogue(system)
    asked.customer("¿A cómo la funda de cemento Titán?")
    handed.customer("quiero hablar con una persona, por favor")
    unserved.customer(f"¿{MISSING}?")
    asked.hears("Titán")
    asked.customer("muchas gracias")
    handed.hears("Su número de ticket es")
    room_id = handed.room()
    handed.marta.takes(room_id)
    handed.marta.writes(room_id, "Buenas, soy Marta")
    handed.hears("soy Marta")
    wait_until(lambda: len(asked.phone.texts()) == 2, "the thanks are answered")
    wait_until(unserved.phone.texts, "the question for what is not there is answered")
    return system


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser, talked: System) -> Iterator[Page]:
    context = browser.new_context(locale="es-DO", accept_downloads=True)
    opened = context.new_page()
    opened.goto(f"{talked.web_url}/panel/")
    yield opened
    context.close()


def log_in(page: Page, user: str, password: str = "", code: str = "") -> None:
    page.get_by_label("Usuario").fill(user)
    page.get_by_label("Contraseña").fill(password or user)
    if code:
        page.get_by_label("Código").fill(code)
    page.get_by_role("button", name="Entrar").click()


def test_an_administrator_reads_the_numbers_of_real_conversations(page: Page) -> None:
    expect(page).to_have_url(re.compile("/panel/login$"))
    log_in(page, "admin")
    expect(page.get_by_role("heading", name="Informe del mostrador")).to_be_visible()
    summary = page.get_by_label("En resumen")
    expect(summary).to_contain_text("Resueltas sin una persona")
    row = page.get_by_role("row", name=re.compile("confirmadas$|confirmadas "))
    assert int(row.get_by_role("cell").first.inner_text()) >= 1
    expect(page.locator("#intents")).to_contain_text("Precio")
    expect(page.locator("#handoffs")).to_contain_text("Ventas")
    expect(page.locator("#ticket_times")).to_contain_text("s")
    expect(page.locator("#unanswered")).to_contain_text(MISSING)
    assert page.locator("meter").count() > 3


def test_the_page_fetches_nothing_from_elsewhere_and_fits_a_telephone(
    page: Page, talked: System
) -> None:
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    log_in(page, "admin")
    expect(page.get_by_role("heading", name="Informe del mostrador")).to_be_visible()
    assert all(url.startswith(talked.web_url) for url in asked)
    assert errors == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    heading = page.get_by_role("rowheader", name="Resueltas por el asistente, confirmadas")
    box = heading.bounding_box()
    assert box
    assert box["height"] < 120, "words are broken between letters"
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Ver")).to_be_hidden()
    expect(page.locator("#intents")).to_be_visible()


def test_another_period_is_chosen_and_is_empty(page: Page) -> None:
    log_in(page, "admin")
    page.get_by_label("Desde").fill("2020-01-01")
    page.get_by_label("Hasta").fill("2020-01-31")
    page.get_by_role("button", name="Ver").click()
    expect(page.get_by_text("Del 01/01/2020 al 31/01/2020")).to_be_visible()
    expect(page.locator("#intents")).to_contain_text("Nada en este período.")


def test_dates_the_wrong_way_round_are_explained(page: Page, talked: System) -> None:
    log_in(page, "admin")
    expect(page.get_by_role("button", name="Salir")).to_be_visible()
    page.goto(f"{talked.web_url}/panel/?desde=2026-02-01&hasta=2026-01-01")
    expect(page.get_by_role("alert")).to_have_text("La primera fecha es posterior a la última.")


def test_the_export_holds_the_same_numbers(page: Page) -> None:
    log_in(page, "admin")
    with page.expect_download() as download:
        page.get_by_role("link", name="Descargar (CSV)").click()
    path = download.value.path()
    content = path.read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(content)))
    assert ["Qué se preguntó"] in rows
    assert any(row and row[0] == MISSING for row in rows)
    assert download.value.suggested_filename.startswith("mostrador-")


def test_an_agent_is_no_administrator(page: Page) -> None:
    log_in(page, "ventas.marta")
    expect(page.get_by_role("alert")).to_contain_text("no es de administrador")
    expect(page).to_have_url(re.compile("/panel/login$"))


def test_a_wrong_password_is_told(page: Page) -> None:
    log_in(page, "admin", "wrong")
    expect(page.get_by_role("alert")).to_contain_text("no son correctos")


def test_a_second_factor_is_asked_for(page: Page, talked: System) -> None:
    url = f"{talked.rocketchat_url}/_world/totp"
    requests.post(url, json={"username": "admin", "code": "123456"}, timeout=10)
    try:
        log_in(page, "admin")
        expect(page.get_by_role("alert")).to_contain_text("pide un código")
        log_in(page, "admin", code="000000")
        expect(page.get_by_role("alert")).to_contain_text("código no es correcto")
        log_in(page, "admin", code="123456")
        expect(page.get_by_role("button", name="Salir")).to_be_visible()
    finally:
        requests.post(url, json={"username": "admin"}, timeout=10)


def test_who_leaves_is_out_here_and_at_rocketchat(page: Page, talked: System) -> None:
    log_in(page, "admin")
    page.get_by_role("button", name="Salir").click()
    expect(page).to_have_url(re.compile("/panel/login$"))
    page.goto(f"{talked.web_url}/panel/")
    expect(page).to_have_url(re.compile("/panel/login$"))


def test_the_terminal_prints_and_writes_the_same(talked: System, tmp_path: Any) -> None:
    said = talked.brain("report").stdout
    assert "Cómo terminaron las conversaciones" in said
    assert MISSING in said
    talked.brain("report", "--csv", str(tmp_path / "informe.csv"))
    assert MISSING in (tmp_path / "informe.csv").read_text(encoding="utf-8")
    refused = talked.brain("report", "--from", "ayer", check=False)
    assert refused.returncode == 2
    assert "Escriba las fechas" in refused.stderr


# --- visits, with a clock to move ----------------------------------------------------------------


class Visitor:
    """A browser without a screen, at a page whose clock can be moved."""

    def __init__(self, system: System, **settings: Any) -> None:
        known: dict[str, Any] = {name: system.env[name.upper()] for name in Settings.model_fields
                 if name.upper() in system.env}  # fmt: skip
        self.settings = Settings(**{**known, **settings})
        self.now = datetime.now(UTC)
        app = Flask("panel")
        uri = databases.address(self.settings)
        self.connected = databases.connect(uri, max_connections=4)
        add_to(app, self.settings, self.connected.connection_context, lambda: self.now)
        self.browser: FlaskClient = app.test_client()

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def csrf(self) -> str:
        found = re.search(r'name="csrf" value="([^"]+)"', self.browser.get("/panel/login").text)
        assert found
        return found[1]

    def logs_in(
        self, user: str = "admin", password: str = "", came_by: str = "", **more: str
    ) -> int:
        form = {"user": user, "password": password or user, "csrf": self.csrf(), **more}
        headers = {"X-Forwarded-For": came_by} if came_by else {}
        return self.browser.post("/panel/login", data=form, headers=headers).status_code

    def sees(self) -> int:
        return self.browser.get("/panel/").status_code


@pytest.fixture
def visitor(system: System) -> Iterator[Visitor]:
    yield from _at_the_page(Visitor(system))


@pytest.fixture
def behind_a_proxy(system: System) -> Iterator[Visitor]:
    yield from _at_the_page(Visitor(system, web_proxies=1))


def _at_the_page(made: Visitor) -> Iterator[Visitor]:
    with made.connected.connection_context():
        database.execute_sql("DELETE FROM panel_attempt")
    yield made
    with made.connected.connection_context():
        database.execute_sql("DELETE FROM panel_attempt")
    made.connected.close_all()


def test_nothing_is_seen_without_a_login(visitor: Visitor) -> None:
    assert visitor.sees() == 303
    assert visitor.browser.get("/panel/informe.csv").status_code == 303


def test_the_cookie_is_kept_from_scripts_and_other_sites(visitor: Visitor) -> None:
    answer = visitor.browser.get("/panel/login", headers={"X-Forwarded-Proto": "https"})
    cookie = answer.headers["Set-Cookie"]
    for word in ("HttpOnly", "SameSite=Lax", "Path=/panel", "Secure"):
        assert word in cookie
    assert answer.headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_a_form_that_was_not_drawn_for_this_browser_is_refused(visitor: Visitor) -> None:
    assert visitor.logs_in(csrf="guessed") == 400
    assert visitor.sees() == 303


def test_a_cookie_that_was_changed_is_nobodys(visitor: Visitor) -> None:
    assert visitor.logs_in() == 303
    assert visitor.sees() == 200
    cookie = visitor.browser.get_cookie("mostrador_panel", path="/panel")
    assert cookie
    visitor.browser.set_cookie("mostrador_panel", cookie.value[:-4] + "AAAA", path="/panel")
    assert visitor.sees() == 303


def test_a_forged_form_logs_nobody_out(visitor: Visitor) -> None:
    visitor.logs_in()
    visitor.browser.post("/panel/logout", data={"csrf": "guessed"})
    assert visitor.sees() == 200


def test_a_visit_ends_after_a_while_of_nothing_and_after_a_day_of_work(visitor: Visitor) -> None:
    visitor.logs_in()
    visitor.later(minutes=50)
    assert visitor.sees() == 303
    visitor.logs_in()
    for _ in range(12):
        visitor.later(minutes=39)
        assert visitor.sees() == 200
    visitor.later(minutes=39)
    assert visitor.sees() == 303


def test_who_is_no_administrator_any_more_is_out_in_minutes(
    visitor: Visitor, system: System
) -> None:
    admin = Admin(system.rocketchat_url, "admin", "admin", requests.Session(), lambda _: "")
    made = {
        "username": "gerente",
        "name": "Gerente",
        "email": "g@example.org",
        "password": "gerente",
    }
    user = admin.post("users.create", roles=["user", "admin"], **made)["user"]
    assert visitor.logs_in("gerente", "gerente") == 303
    assert visitor.sees() == 200
    admin.post("users.update", userId=user["_id"], data={"roles": ["user"]})
    visitor.later(minutes=6)
    assert visitor.sees() == 303
    assert visitor.logs_in("gerente", "gerente") == 403


def test_guessing_passwords_stops(visitor: Visitor) -> None:
    tries = [visitor.logs_in("admin", f"guess {number}") for number in range(6)]
    assert tries == [403] * 5 + [429]
    assert visitor.logs_in() == 429
    with visitor.connected.connection_context():
        database.execute_sql("UPDATE panel_attempt SET at = at - interval '16 minutes'")
    assert visitor.logs_in() == 303


def test_behind_a_proxy_who_guesses_shuts_out_nobody_else_and_says_in_vain_he_is_another(
    behind_a_proxy: Visitor,
) -> None:
    guesses = [
        behind_a_proxy.logs_in(
            f"nobody{number}", "guess", came_by=f"192.0.2.{number}, 198.51.100.7"
        )
        for number in range(32)
    ]
    assert guesses == [403] * 30 + [429] * 2
    assert behind_a_proxy.logs_in(came_by="198.51.100.8") == 303


def test_without_a_proxy_nobody_is_believed_where_he_comes_from(visitor: Visitor) -> None:
    tries = [
        visitor.logs_in(f"nobody{number}", "guess", came_by=f"192.0.2.{number}")
        for number in range(31)
    ]
    assert tries == [403] * 30 + [429]


def test_a_report_that_cannot_be_counted_is_told_kindly(visitor: Visitor) -> None:
    visitor.logs_in()
    with visitor.connected.connection_context():
        database.execute_sql("ALTER TABLE satisfaction RENAME TO mislaid")
    try:
        answer = visitor.browser.get("/panel/")
        assert answer.status_code == 503
        assert "no se pudieron leer" in answer.text
    finally:
        with visitor.connected.connection_context():
            database.execute_sql("ALTER TABLE mislaid RENAME TO satisfaction")
    assert visitor.sees() == 200


def test_a_pilots_two_sides_stand_beside_each_other(system: System) -> None:
    inside = Dialogue(system)
    inside.customer("¿A cómo la funda de cemento Titán?")
    inside.hears("Titán")
    visitor = Visitor(system, pilot_numbers=inside.phone.number)
    visitor.logs_in()
    page = visitor.browser.get("/panel/").text
    assert "Piloto: con asistente y directo a personas" in page
    row = re.search(r"Conversaciones</th>\s*<td>(\d+)</td>\s*<td>\d+</td>", page)
    assert row
    assert row[1] == "1"
    visitor.connected.close_all()


def test_while_rocketchat_is_away_nobody_gets_in_and_is_told_why(visitor: Visitor) -> None:
    url = f"{visitor.settings.rocketchat_url}/_world/faults"
    fault = {"kind": "refuse", "match": "api/v1/login", "status": 503, "times": 1}
    requests.post(url, json=fault, timeout=10)
    assert visitor.logs_in() == 503
