"""What an agent sees and does in the console, in a real browser on the world's Rocket.Chat."""

import hashlib
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

SERVER = Path(__file__).parents[2] / "server.mjs"
CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
# Milliseconds: a busy machine is slow, and waiting ends as soon as what is waited for is there.
PATIENCE = 20_000
PICTURE = Path(__file__).with_name("obra.png")


class World:
    """A Rocket.Chat of its own, with two departments and a bot."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.start("0")

    def start(self, port: str) -> None:
        command = ["node", str(SERVER), "--port", port, "--data", str(self.folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        self.url = self.process.stdout.readline().split()[-1]
        self.http = httpx.Client(base_url=f"{self.url}/api/v1/", timeout=20)

    def stop(self) -> None:
        self.http.close()
        self.process.terminate()
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()

    def login(self, user: str) -> dict[str, str]:
        data = self.http.post("login", json={"user": user, "password": user}).json()["data"]
        return {"X-User-Id": data["userId"], "X-Auth-Token": data["authToken"]}

    def post(
        self, path: str, body: dict[str, Any], headers: dict[str, str] | None = None
    ) -> dict[str, Any]:
        answer = self.http.post(path, json=body, headers=headers)
        assert answer.is_success, answer.text
        return dict(answer.json())

    def set_up(self) -> None:
        admin = self.login("admin")
        sure = {"x-2fa-code": hashlib.sha256(b"admin").hexdigest(), "x-2fa-method": "password"}
        self.post("settings/API_Enable_Rate_Limiter", {"value": False}, admin | sure)
        transfer = {"_id": "transfer-livechat-guest", "roles": ["admin", "livechat-agent"]}
        self.post("permissions.update", {"permissions": [transfer]}, admin)
        agents = self.http.get("livechat/users/agent", headers=admin).json()["users"]
        ids = {agent["username"]: agent["_id"] for agent in agents}
        self.make_department("Ventas", ids["ventas.marta"], admin)
        self.make_department("Contabilidad", ids["contabilidad.pedro"], admin)

    def make_department(self, name: str, agent: str, admin: dict[str, str]) -> None:
        fields = {
            "name": name,
            "email": "a@example.org",
            "enabled": True,
            "showOnRegistration": False,
            "showOnOfflineForm": False,
        }
        agents = [{"agentId": agent, "count": 0, "order": 0}]
        self.post("livechat/department", {"department": fields, "agents": agents}, admin)

    def customer(self, name: str, *words: str, department: str = "Ventas") -> "Customer":
        return Customer(self, name, department).say(*words)


class Customer:
    def __init__(self, world: World, name: str, department: str) -> None:
        self.world, self.name = world, name
        self.token = "wa-" + hashlib.sha256(name.encode()).hexdigest()[:8]
        listed = world.http.get("livechat/department", headers=world.login("admin")).json()
        found = next(each for each in listed["departments"] if each["name"] == department)
        visitor = {"token": self.token, "name": name, "department": found["_id"]}
        world.post("livechat/visitor", {"visitor": visitor})
        room = world.http.get("livechat/room", params={"token": self.token}).json()["room"]
        self.rid = room["_id"]

    def say(self, *words: str) -> "Customer":
        for text in words:
            message = {"token": self.token, "rid": self.rid, "msg": text}
            self.world.post("livechat/message", message)
        return self


class Console:
    """One agent at one browser tab."""

    def __init__(self, browser: Browser, url: str, user: str) -> None:
        self.page: Page = browser.new_context(locale="es-DO").new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.goto(url)
        self.page.get_by_role("button", name=f"Entrar como {user}").click()
        self.room = self.page.get_by_role("main")
        self.dialog = self.page.get_by_role("dialog")

    def group(self, name: str) -> Locator:
        return self.page.get_by_role("region", name=name)

    def open(self, group: str, name: str) -> "Console":
        self.group(group).get_by_role("link", name=name).click()
        return self

    def take(self, name: str) -> "Console":
        self.open("En cola", name)
        self.press("Tomar conversación")
        expect(self.group("Mis conversaciones").get_by_role("link", name=name)).to_be_visible()
        return self

    def press(self, name: str) -> None:
        self.room.get_by_role("button", name=name, exact=True).click()

    def write(self, *lines: str) -> None:
        box = self.page.get_by_role("textbox", name="Escriba un mensaje")
        for line in lines[:-1]:
            box.press_sequentially(line)
            box.press("Shift+Enter")
        box.press_sequentially(lines[-1])
        box.press("Enter")

    def message(self, text: str) -> Locator:
        return self.room.get_by_role("article").filter(has_text=text)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.fail("These tests need Chromium: apt-get install -y chromium")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    world = World(tmp_path_factory.mktemp("rocketchat"))
    world.set_up()
    yield world
    world.stop()


@pytest.fixture
def marta(browser: Browser, world: World) -> Iterator[Console]:
    console = Console(browser, world.url, "ventas.marta")
    yield console
    console.page.context.close()


@pytest.fixture
def pedro(browser: Browser, world: World) -> Iterator[Console]:
    console = Console(browser, world.url, "contabilidad.pedro")
    yield console
    console.page.context.close()


def test_a_wrong_password_is_said_in_spanish(browser: Browser, world: World) -> None:
    page = browser.new_context().new_page()
    page.goto(world.url)
    page.get_by_label("Usuario").fill("ventas.marta")
    page.get_by_label("Contraseña").fill("otra")
    page.get_by_role("button", name="Entrar", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text("El usuario o la contraseña no son correctos.")
    page.context.close()


def test_an_agent_takes_a_waiting_customer_and_each_hears_the_other(
    world: World, marta: Console
) -> None:
    rosa = world.customer("Rosa Gil", "¿Tienen varilla de 3/8?")
    marta.take("Rosa Gil")
    expect(marta.message("¿Tienen varilla de 3/8?")).to_contain_text("Cliente")
    marta.write("Sí, tenemos.", "¿Cuántas *quiere*?")
    expect(marta.message("Sí, tenemos.\n¿Cuántas quiere?").locator("strong")).to_have_text("quiere")
    rosa.say("Cuarenta")
    expect(marta.message("Cuarenta")).to_be_visible()
    history = world.http.get(f"livechat/{rosa.rid}/messages", headers=world.login("admin")).json()
    assert [each["msg"] for each in history["messages"]].count(
        "Sí, tenemos.\n¿Cuántas *quiere*?"
    ) == 1


def test_what_comes_into_another_room_is_counted_until_it_is_read(
    world: World, marta: Console
) -> None:
    luis = world.customer("Luis Mota", "Buenas")
    marta.take("Luis Mota")
    marta.open("Canales", "general")
    expect(marta.room.get_by_role("heading", name="general")).to_be_visible()
    luis.say("¿Hola?", "¿Hay alguien?")
    mine = marta.group("Mis conversaciones")
    expect(
        mine.get_by_role("link", name=re.compile("Luis Mota, 2 mensajes sin leer"))
    ).to_be_visible()
    marta.open("Mis conversaciones", "Luis Mota")
    expect(mine.get_by_role("link", name="Luis Mota", exact=True)).to_be_visible()


def test_a_conversation_passed_on_leaves_one_agent_and_waits_for_the_other(
    world: World, marta: Console, pedro: Console
) -> None:
    world.customer("Ana Paz", "Es sobre mi cuenta")
    marta.take("Ana Paz")
    marta.press("Transferir")
    marta.dialog.get_by_role("button", name="Transferir").click()
    expect(marta.dialog.get_by_role("alert")).to_have_text(
        "Elija a quién transferir la conversación."
    )
    marta.dialog.get_by_label("Departamento", exact=True).select_option("Contabilidad")
    marta.dialog.get_by_label("Comentario").fill("Pregunta por su balance")
    marta.dialog.get_by_role("button", name="Transferir").click()
    expect(marta.page.get_by_role("link", name="Ana Paz")).to_have_count(0)
    pedro.take("Ana Paz")
    note = "Marta Peña transfirió la conversación al departamento Contabilidad"
    expect(pedro.room.get_by_role("note").filter(has_text=note)).to_contain_text("su balance")


def test_closing_asks_for_a_comment_and_keeps_the_tags(world: World, marta: Console) -> None:
    eva = world.customer("Eva Cruz", "Gracias")
    marta.take("Eva Cruz")
    marta.press("Cerrar")
    marta.dialog.get_by_role("button", name="Cerrar conversación").click()
    expect(marta.dialog.get_by_role("alert")).to_have_text("Escriba un comentario para cerrar.")
    marta.dialog.get_by_label("Comentario").fill("Resuelto")
    marta.dialog.get_by_label("Etiquetas").fill("venta, entrega")
    marta.dialog.get_by_role("button", name="Cerrar conversación").click()
    expect(marta.room.get_by_role("note").filter(has_text="«Resuelto»")).to_be_visible()
    expect(marta.room.get_by_role("textbox")).to_have_count(0)
    room = world.http.get("rooms.info", params={"roomId": eva.rid}, headers=world.login("admin"))
    assert room.json()["room"]["tags"] == ["venta", "entrega"]


def test_what_a_customer_writes_is_never_markup(world: World, marta: Console) -> None:
    trap = '<img src=x onerror="window.trapped=1"> [aquí](javascript:window.trapped=1) <b>hola</b>'
    world.customer("Iván <i>Sosa</i>", trap)
    marta.open("En cola", "Iván <i>Sosa</i>")
    said = marta.message('<img src=x onerror="window.trapped=1">')
    expect(said).to_contain_text("<b>hola</b>")
    assert said.locator("img, b, a").count() == 0
    assert marta.page.evaluate("window.trapped") is None


def test_a_picture_that_one_agent_sends_is_seen_by_the_next(
    world: World, marta: Console, pedro: Console
) -> None:
    world.customer("Noel Vargas", "¿Cómo es?")
    marta.take("Noel Vargas")
    marta.room.get_by_label("Adjuntar archivo").locator("visible=false").set_input_files(PICTURE)
    marta.dialog.get_by_label("Descripción").fill("Así queda")
    marta.dialog.get_by_role("button", name="Enviar archivo").click()
    expect(marta.message("Así queda").get_by_role("img")).to_have_js_property("naturalWidth", 48)


def test_the_page_says_that_the_server_is_away_and_catches_up_by_itself(
    browser: Browser, tmp_path: Path
) -> None:
    world = World(tmp_path)
    world.set_up()
    olga = world.customer("Olga Mejía", "Hola")
    marta = Console(browser, world.url, "ventas.marta").take("Olga Mejía")
    world.stop()
    away = marta.page.get_by_text("Sin conexión con Rocket.Chat")
    expect(away).to_be_visible()
    marta.write("¿Me oye?")
    expect(marta.message("¿Me oye?")).to_contain_text("No se envió")
    world.start(world.url.rsplit(":", 1)[-1])
    olga.say("Sigo aquí")
    expect(away).to_have_count(0)
    expect(marta.message("Sigo aquí")).to_be_visible()
    marta.message("¿Me oye?").get_by_role("button", name="Reintentar").click()
    expect(marta.message("No se envió")).to_have_count(0)
    marta.page.context.close()
    world.stop()


def test_a_telephone_shows_the_lists_or_one_conversation(world: World, marta: Console) -> None:
    world.customer("Nelly Ureña", "¿Abren hoy?")
    marta.page.set_viewport_size({"width": 390, "height": 800})
    expect(marta.group("En cola")).to_be_visible()
    expect(marta.room).to_be_hidden()
    marta.open("En cola", "Nelly Ureña")
    expect(marta.message("¿Abren hoy?")).to_be_visible()
    expect(marta.group("En cola")).to_be_hidden()
    assert marta.page.evaluate("document.documentElement.scrollWidth") <= 390
    marta.press("Tomar conversación")
    marta.write("Sí, hasta las seis")
    expect(marta.message("Sí, hasta las seis")).to_be_visible()
    marta.room.get_by_role("link", name="Volver a las conversaciones").click()
    expect(marta.group("Mis conversaciones").get_by_role("link", name="Nelly")).to_be_visible()
    expect(marta.room).to_be_hidden()
