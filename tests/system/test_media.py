"""Files: from the customer into the room, from the room to the customer, and those that fail."""

import base64
from typing import Any

import pytest
import requests

from brain.rocketchat.admin import Admin
from tests.system import troubles
from tests.system.dialogue import Dialogue
from tests.system.running import System, wait_until

pytestmark = pytest.mark.people

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def files_in_room(dialogue: Dialogue) -> list[dict[str, Any]]:
    """Return the messages with a file in the customer's room."""
    return [message for message in dialogue.admin.messages(dialogue.room()) if message.get("file")]


def test_what_a_customer_sends_is_a_file_in_the_room_as_it_was(dialogue: Dialogue) -> None:
    sent = {
        "image": ("image/png", PNG),
        "audio": ("audio/ogg", b"OggS a voice note"),
        "document": ("application/pdf", b"%PDF-1.4 a list"),
        "sticker": ("image/webp", b"RIFF....WEBPVP8 "),
    }
    for place, (kind, (mime, content)) in enumerate(sent.items()):
        given = {"base64": base64.b64encode(content).decode(), "mime": mime}
        voice = {"voice": True} if kind == "audio" else {}
        dialogue.phone.has_two_ticks(dialogue.phone.sends(**{kind: given | voice}, ago_s=9 - place))
    wait_until(lambda: dialogue.rooms() and len(files_in_room(dialogue)) == 4, "four files")
    files = files_in_room(dialogue)
    assert [file["file"]["type"].split(";")[0] for file in files] == [
        mime for mime, _ in sent.values()
    ]
    assert [dialogue.admin.file_in(file) for file in files] == [
        content for _, content in sent.values()
    ]


def test_an_album_with_a_caption_opens_one_room_and_loses_nothing(dialogue: Dialogue) -> None:
    for number in range(5):
        image = {"base64": base64.b64encode(PNG + bytes([number])).decode(), "mime": "image/png"}
        caption = {"caption": "estas piezas"} if number == 4 else {}
        dialogue.phone.sends(image=image | caption, ago_s=9 - number)
    wait_until(lambda: dialogue.rooms() and len(files_in_room(dialogue)) == 5, "five files")
    contents = [dialogue.admin.file_in(file) for file in files_in_room(dialogue)]
    assert sorted(contents) == [PNG + bytes([number]) for number in range(5)]
    assert "estas piezas" in str(dialogue.said_in_room())
    assert len(dialogue.rooms(open_only=False)) == 1


def test_a_file_that_may_do_harm_is_told_and_not_kept(dialogue: Dialogue) -> None:
    page = base64.b64encode(b"<script>alert(1)</script>").decode()
    dialogue.phone.sends(
        document={"base64": page, "mime": "text/html", "filename": "factura.html", "caption": "ojo"}
    )
    wait_until(
        lambda: dialogue.rooms() and "puede hacer daño" in str(dialogue.said_in_room()), "told"
    )
    assert not files_in_room(dialogue)
    assert "(documento)" in str(dialogue.said_in_room())
    assert "ojo" in str(dialogue.said_in_room())


def test_an_empty_file_holds_up_nothing(dialogue: Dialogue) -> None:
    dialogue.phone.sends(document={"base64": "", "mime": "text/plain", "filename": "vacio.txt"})
    dialogue.customer("¿A cómo la funda de cemento Titán?")
    dialogue.hears("Titán")
    assert "no se pudo recibir" in str(dialogue.said_in_room())


def test_a_file_that_is_too_large_is_told_with_what_to_do(dialogue: Dialogue) -> None:
    large = troubles.file_of_customer(
        dialogue.system, b"\xff\xd8" + bytes(6 * 2**20), "image/jpeg", "f"
    )
    dialogue.phone.sends(image={"media": large})
    wait_until(
        lambda: dialogue.rooms() and "pesa más de 5 MB" in str(dialogue.said_in_room()), "told"
    )


def test_a_file_with_another_type_than_its_name_says_is_never_a_page(dialogue: Dialogue) -> None:
    svg = base64.b64encode(b"<svg xmlns='http://www.w3.org/2000/svg'/>").decode()
    dialogue.phone.sends(image={"base64": svg, "mime": "image/svg+xml"})
    wait_until(lambda: dialogue.rooms() and "no se recibió" in str(dialogue.said_in_room()), "told")


def test_a_file_that_meta_has_not_at_once_comes_after_all_and_words_wait_for_it(
    dialogue: Dialogue,
) -> None:
    fault = {"match": {"action": "download"}, "times": 2, "respond": "503"}
    with troubles.of_meta(dialogue.system, fault):
        picture = {"base64": base64.b64encode(PNG).decode(), "mime": "image/png"}
        dialogue.phone.has_two_ticks(dialogue.phone.sends(image=picture, ago_s=3))
        dialogue.customer("¿qué pieza es esa?")
        wait_until(lambda: dialogue.rooms() and files_in_room(dialogue), "the file")
    wait_until(lambda: "qué pieza" in str(dialogue.said_in_room()), "the words after it")
    said = [message for message in dialogue.admin.messages(dialogue.room()) if not message.get("t")]
    assert said[0].get("file")


def test_a_file_that_meta_lost_is_told(dialogue: Dialogue) -> None:
    fault = {"match": {"action": "look"}, "times": 1, "respond": "100"}
    with troubles.of_meta(dialogue.system, fault):
        dialogue.phone.sends(document=True)
        wait_until(
            lambda: dialogue.rooms() and "no está disponible" in str(dialogue.said_in_room()),
            "told",
        )


def test_a_file_that_rocketchat_refuses_is_told_and_its_caption_kept(dialogue: Dialogue) -> None:
    way_in = "visitor-message" if dialogue.system.with_app else "livechat/upload"
    refusal = {"kind": "refuse", "match": way_in, "status": 413, "times": 1}
    with troubles.of_rocketchat(dialogue.system, refusal | {"body": {"error": "too-large"}}):
        dialogue.phone.sends(document={"caption": "el plano de la casa"})
        wait_until(
            lambda: dialogue.rooms() and "el plano de la casa" in str(dialogue.said_in_room()),
            "told",
        )
    assert "no se pudo recibir" in str(dialogue.said_in_room())


def test_files_of_an_agent_go_out_once_with_their_words(system: System) -> None:
    dialogue = Dialogue(system)
    room_id = dialogue.marta_serves()
    dialogue.marta.sends_file(
        room_id, "cotizacion.pdf", "application/pdf", b"%PDF-1.4 q", "Su cotización"
    )
    dialogue.marta.sends_file(room_id, "pieza.png", "image/png", PNG, "¿Es esta?")
    dialogue.marta.sends_file(room_id, "nota.ogg", "audio/ogg", b"OggS voice", "Escuche")
    dialogue.marta.writes(room_id, "Eso es todo")
    dialogue.hears("Eso es todo")
    got = [
        (message["type"], message.get("text") or "")
        for message in dialogue.phone.messages("business")
    ][-5:]
    assert got == [
        ("document", "Su cotización"),
        ("image", "¿Es esta?"),
        ("audio", ""),
        ("text", "Escuche"),
        ("text", "Eso es todo"),
    ]
    assert dialogue.phone.hears_nothing_for(1.5)


def test_a_file_that_rocketchat_keeps_elsewhere_goes_out_too(dialogue: Dialogue) -> None:
    room_id = dialogue.marta_serves()
    admin = Admin(
        dialogue.system.rocketchat_url, "admin", "admin", requests.Session(), lambda _: ""
    )
    admin.post("settings/FileUpload_Storage_Type", value="AmazonS3")
    try:
        dialogue.marta.sends_file(
            room_id, "plano.pdf", "application/pdf", b"%PDF-1.4 p", "El plano"
        )
        dialogue.hears("El plano")
    finally:
        admin.post("settings/FileUpload_Storage_Type", value="GridFS")


def test_a_file_that_whatsapp_does_not_take_is_told_to_the_agent(dialogue: Dialogue) -> None:
    room_id = dialogue.marta_serves()
    dialogue.marta.sends_file(room_id, "cosa.exe", "application/x-msdownload", b"MZ")
    wait_until(lambda: "no llegó al cliente" in str(dialogue.said_in_room()), "the reason")
    dialogue.marta.writes(room_id, "se lo mando en PDF")
    dialogue.hears("se lo mando en PDF")


def test_a_large_file_stands_in_the_room_whole(dialogue: Dialogue) -> None:
    content = b"%PDF-1.4\n" + bytes(7 * 2**20)
    plan = troubles.file_of_customer(dialogue.system, content, "application/pdf", "plano.pdf")
    dialogue.phone.sends(document={"media": plan, "caption": "el plano de la casa"})
    wait_until(lambda: dialogue.rooms() and files_in_room(dialogue), "the file", within=40)
    (message,) = files_in_room(dialogue)
    assert message["file"]["name"].endswith("plano.pdf")
    assert dialogue.admin.file_in(message) == content
    assert [text for _, text in dialogue.said_in_room()].count("el plano de la casa") == 1
