"""Sending and fetching over a real network, against the stand-in for Meta."""

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.whatsapp.meta import PHONE_ID, TOKEN, Meta
from whatsapp.media import MediaDownloader, MediaRefused
from whatsapp.outgoing import Address, Choice, SendFailed, WhatsApp

MARIA = Address(None, "18495550177")
PDF = b"%PDF-1.4 lista de precios"


@pytest.fixture
def maria(meta: Meta) -> str:
    customer = meta.customer(phone="18495550177")
    meta.says(customer, text="hola")
    return customer


@pytest.fixture
def whatsapp(meta: Meta) -> Iterator[WhatsApp]:
    with WhatsApp(PHONE_ID, TOKEN, "24.0", meta.url, timeout=2.0) as whatsapp:
        yield whatsapp


@pytest.fixture
def downloader(meta: Meta) -> Iterator[MediaDownloader]:
    with MediaDownloader(TOKEN, "24.0", meta.url) as downloader:
        yield downloader


def test_a_text_stands_on_the_customers_phone(meta: Meta, maria: str, whatsapp: WhatsApp) -> None:
    wamid = whatsapp.send_text(MARIA, "Sí, a RD$ 520.00", "t-1")
    (shown,) = meta.shown_to(maria)
    assert (shown["wamid"], shown["text"], shown["tracker"]) == (wamid, "Sí, a RD$ 520.00", "t-1")


def test_an_answer_quotes_what_it_answers(meta: Meta, maria: str, whatsapp: WhatsApp) -> None:
    asked = meta.says(maria, text="¿tienen cemento?")
    whatsapp.send_text(MARIA, "Sí", "t-1", reply_to=asked)
    assert meta.shown_to(maria)[0]["reply_to"] == asked


def test_somebody_without_a_phone_is_reached(meta: Meta, whatsapp: WhatsApp) -> None:
    customer = meta.customer(user_id="DO.a1B2c3", username="maria.p", phone=None)
    meta.says(customer, text="hola")
    whatsapp.send_text(Address("DO.a1B2c3", None), "Buenas", "t-1")
    assert [one["text"] for one in meta.shown_to(customer)] == ["Buenas"]


@pytest.mark.parametrize(
    "choices",
    [
        [Choice("y", "Sí"), Choice("n", "No")],
        [Choice("y", "Sí", "claro")],
        [Choice(str(number), f"Varilla corrugada número {number}") for number in range(10)],
        [Choice(str(number), f"Varilla corrugada número {number}") for number in range(11)],
    ],
)
def test_meta_takes_our_choices(
    meta: Meta, maria: str, whatsapp: WhatsApp, choices: list[Choice]
) -> None:
    whatsapp.send_choices(MARIA, "¿Cuál?", choices, "t-1")
    assert len(meta.shown_to(maria)) == 1


def test_meta_takes_a_place(meta: Meta, maria: str, whatsapp: WhatsApp) -> None:
    whatsapp.send_location(MARIA, 18.4861, -69.9312, "Sucursal", "Av. 27 de Febrero", "t-1")
    assert meta.shown_to(maria)[0]["type"] == "location"


@pytest.mark.parametrize(
    ("mime", "filename", "caption", "kind"),
    [
        ("image/jpeg", "foto.jpg", "mire", "image"),
        ("video/mp4", "video.mp4", "mire", "video"),
        ("audio/ogg; codecs=opus", "nota.ogg", "", "audio"),
        ("application/pdf", "lista.pdf", "la lista", "document"),
        ("text/csv", "lista.csv", "", "document"),
    ],
)
def test_files_of_agents_reach_the_customer(
    meta: Meta, maria: str, whatsapp: WhatsApp, mime: str, filename: str, caption: str, kind: str
) -> None:
    whatsapp.send_file(MARIA, io.BytesIO(PDF), mime, filename, caption, "t-1")
    (shown,) = meta.shown_to(maria)
    assert shown["type"] == kind
    assert "fate" not in shown


def test_the_customer_sees_blue_ticks_and_typing(
    meta: Meta, maria: str, whatsapp: WhatsApp
) -> None:
    asked = meta.says(maria, text="¿tienen cemento?")
    whatsapp.mark_read(asked, typing=True)
    whatsapp.mark_read(asked, typing=False)


def test_after_a_day_only_templates_go_out(meta: Meta, maria: str, whatsapp: WhatsApp) -> None:
    meta.pass_time(24 * 3600 + 1)
    with pytest.raises(SendFailed) as failed:
        whatsapp.send_text(MARIA, "¿sigue ahí?", "t-1")
    assert (failed.value.code, failed.value.permanent) == (131047, True)
    assert "24 horas" in failed.value.reason


def test_a_wrong_token_is_the_accounts_trouble(meta: Meta, maria: str) -> None:
    with (
        WhatsApp(PHONE_ID, "expired", "24.0", meta.url) as whatsapp,
        pytest.raises(SendFailed) as failed,
    ):
        whatsapp.send_text(MARIA, "hola", "t-1")
    assert (failed.value.code, failed.value.permanent, failed.value.account) == (190, False, True)


@pytest.mark.parametrize(
    ("fault", "is_unclear", "arrived"),
    [
        ("429", False, 0),
        ("502", False, 0),
        ("503", False, 0),
        ("131056", False, 0),
        ("reset-before", True, 0),
        ("reset-after", True, 1),
        ("timeout-before", True, 0),
        ("timeout-after", True, 1),
    ],
)
def test_what_may_have_arrived_is_called_unclear(
    meta: Meta, maria: str, fault: str, is_unclear: bool, arrived: int
) -> None:
    meta.fault(fault)
    with (
        WhatsApp(PHONE_ID, TOKEN, "24.0", meta.url, timeout=0.5) as whatsapp,
        pytest.raises(SendFailed) as failed,
    ):
        whatsapp.send_text(MARIA, "hola", "t-1")
    assert (failed.value.permanent, failed.value.unclear) == (False, is_unclear)
    assert len(meta.shown_to(maria)) == arrived


def test_nobody_listening_is_not_unclear() -> None:
    with (
        WhatsApp(PHONE_ID, TOKEN, "24.0", "http://127.0.0.1:9") as whatsapp,
        pytest.raises(SendFailed) as failed,
    ):
        whatsapp.send_text(MARIA, "hola", "t-1")
    assert (failed.value.permanent, failed.value.unclear) == (False, False)


def test_threads_share_one_client(meta: Meta, maria: str, whatsapp: WhatsApp) -> None:
    numbers = [str(number) for number in range(40)]
    with ThreadPoolExecutor(8) as threads:
        wamids = list(threads.map(lambda one: whatsapp.send_text(MARIA, one, one), numbers))
    shown = {one["wamid"]: one["text"] for one in meta.shown_to(maria)}
    assert [shown[wamid] for wamid in wamids] == numbers


def test_a_customers_file_is_fetched_in_two_hops(meta: Meta, downloader: MediaDownloader) -> None:
    media_id = meta.keep_file(PDF, "application/pdf")
    file = downloader.download(media_id, "document")
    assert (file.content, file.mime) == (PDF, "application/pdf")
    assert file.filename == f"{media_id}.pdf"


def test_a_file_of_last_week_is_gone_for_good(meta: Meta, downloader: MediaDownloader) -> None:
    media_id = meta.keep_file(PDF, "application/pdf")
    meta.pass_time(8 * 24 * 3600)
    with pytest.raises(MediaRefused) as refused:
        downloader.download(media_id, "document")
    assert refused.value.permanent


def test_a_file_is_fetched_again_when_the_first_address_did_not_hold(
    meta: Meta, downloader: MediaDownloader
) -> None:
    media_id = meta.keep_file(PDF, "application/pdf")
    meta.fault({"status": 404, "body": {}}, match={"action": "download"})
    assert downloader.download(media_id, "document").content == PDF
