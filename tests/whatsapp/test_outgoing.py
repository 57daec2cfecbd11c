"""Sending, against Meta's address with the network replaced: what is written, what errors mean."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import respx

from whatsapp.outgoing import Address, Choice, SendFailed, WhatsApp, failure_reason

PHONE = Address(None, "18095550101")
GRAPH = "https://graph.facebook.com"
MESSAGES = f"{GRAPH}/v24.0/106540352242922/messages"
MEDIA = f"{GRAPH}/v24.0/106540352242922/media"
ACCEPTED = httpx.Response(200, json={"messages": [{"id": "wamid.1"}]})


@pytest.fixture
def network() -> Iterator[respx.MockRouter]:
    with respx.mock(assert_all_called=False) as router:
        yield router


@pytest.fixture
def whatsapp(network: respx.MockRouter) -> Iterator[WhatsApp]:
    network.post(MESSAGES).mock(return_value=ACCEPTED)
    with WhatsApp("106540352242922", "the token", "24.0", GRAPH) as whatsapp:
        yield whatsapp


def written(network: respx.MockRouter) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(network.calls.last.request.content)
    return body


def error(code: int, status: int = 400, **more: object) -> httpx.Response:
    return httpx.Response(status, json={"error": {"message": "…", "code": code, **more}})


def failure(network: respx.MockRouter, whatsapp: WhatsApp, answer: Any) -> SendFailed:
    route = network.post(MESSAGES)
    route.side_effect, route.return_value = None, None
    route.mock(side_effect=answer if isinstance(answer, Exception) else [answer])
    with pytest.raises(SendFailed) as failed:
        whatsapp.send_text(PHONE, "Son RD$ 520.00", "t-1")
    return failed.value


def test_a_text_goes_to_the_phone_with_its_tracker(
    network: respx.MockRouter, whatsapp: WhatsApp
) -> None:
    assert whatsapp.send_text(PHONE, "Sí hay", "t-1", reply_to="wamid.0") == "wamid.1"
    assert written(network) == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "18095550101",
        "type": "text",
        "text": {"body": "Sí hay", "preview_url": False},
        "context": {"message_id": "wamid.0"},
        "biz_opaque_callback_data": "t-1",
    }
    assert network.calls.last.request.headers["Authorization"] == "Bearer the token"


@pytest.mark.parametrize("bsuid", ["DO.13491208655302741918", "DO.a1B2c3", "US.ENT.1181579921"])
def test_people_without_a_phone_are_addressed_as_recipient(
    network: respx.MockRouter, whatsapp: WhatsApp, bsuid: str
) -> None:
    """A user id in `to` is answered with 200 and dropped."""
    whatsapp.send_text(Address(bsuid, None), "hola", "t-1")
    assert written(network)["recipient"] == bsuid
    assert "to" not in written(network)
    assert written(network)["recipient_type"] == "individual"


def test_the_phone_is_preferred_where_both_are_known(
    network: respx.MockRouter, whatsapp: WhatsApp
) -> None:
    whatsapp.send_text(Address("DO.1", "18095550101"), "hola", "t-1")
    assert written(network)["to"] == "18095550101"
    assert "recipient" not in written(network)


def test_a_place_goes_out_without_empty_names(
    network: respx.MockRouter, whatsapp: WhatsApp
) -> None:
    whatsapp.send_location(PHONE, 18.4861, -69.9312, "Sucursal", "", "t-1")
    assert written(network)["location"] == {
        "latitude": 18.4861,
        "longitude": -69.9312,
        "name": "Sucursal",
    }


def test_a_list_opens_with_the_usual_words(network: respx.MockRouter, whatsapp: WhatsApp) -> None:
    choices = [Choice(str(number), f"Opción {number}") for number in range(5)]
    whatsapp.send_choices(PHONE, "¿Cuál?", choices, "t-1")
    assert written(network)["interactive"]["action"]["button"] == "Ver opciones"


@pytest.mark.parametrize(
    ("code", "status", "permanent", "pause"),
    [
        (131047, 400, True, None),
        (131026, 400, True, None),
        (131009, 400, True, None),
        (132001, 404, True, None),
        (999999, 400, True, None),
        (100, 400, True, None),
        (131056, 400, False, 6.0),
        (130429, 429, False, 2.0),
        (80007, 400, False, 60.0),
        (190, 401, False, 60.0),
        (131031, 403, False, 60.0),
        (200, 403, False, 60.0),
        (1, 500, False, None),
        (2, 503, False, None),
        (131000, 500, False, None),
        (131016, 500, False, None),
        (999999, 500, False, None),
    ],
)
def test_an_error_says_later_or_never(
    network: respx.MockRouter,
    whatsapp: WhatsApp,
    code: int,
    status: int,
    permanent: bool,
    pause: float | None,
) -> None:
    failed = failure(network, whatsapp, error(code, status))
    assert (failed.code, failed.permanent, failed.unclear) == (code, permanent, False)
    assert failed.retry_after == pause
    assert failed.reason


def test_meta_may_say_itself_how_long_to_wait(
    network: respx.MockRouter, whatsapp: WhatsApp
) -> None:
    answer = error(130429, 429)
    answer.headers["Retry-After"] = "17"
    assert failure(network, whatsapp, answer).retry_after == 17.0


def test_an_error_that_meta_calls_transient_is_tried_again(
    network: respx.MockRouter, whatsapp: WhatsApp
) -> None:
    assert not failure(network, whatsapp, error(999999, is_transient=True)).permanent


def test_trouble_of_the_account_is_told_from_trouble_of_a_message(
    network: respx.MockRouter, whatsapp: WhatsApp
) -> None:
    assert failure(network, whatsapp, error(190, 401)).account
    assert not failure(network, whatsapp, error(131026)).account


@pytest.mark.parametrize("status", [500, 502, 503, 429, 408, 403, 404])
def test_a_page_of_something_in_between_is_no_verdict(
    network: respx.MockRouter, whatsapp: WhatsApp, status: int
) -> None:
    failed = failure(network, whatsapp, httpx.Response(status, text="<html>Bad Gateway</html>"))
    assert (failed.permanent, failed.unclear, failed.code) == (False, False, status)


@pytest.mark.parametrize(
    "trouble",
    [
        httpx.ConnectError("refused"),
        httpx.ConnectTimeout("slow"),
        httpx.PoolTimeout("busy"),
        httpx.WriteTimeout("stuck"),
        httpx.ProxyError("no"),
    ],
)
def test_what_was_not_written_was_not_sent(
    network: respx.MockRouter, whatsapp: WhatsApp, trouble: Exception
) -> None:
    failed = failure(network, whatsapp, trouble)
    assert (failed.permanent, failed.unclear, failed.code) == (False, False, None)


@pytest.mark.parametrize(
    "trouble",
    [
        httpx.ReadTimeout("slow"),
        httpx.ReadError("reset"),
        httpx.RemoteProtocolError("hung up"),
        httpx.Response(504, text="<html>Gateway Time-out</html>"),
        httpx.Response(200, text="<html>hello</html>"),
        httpx.Response(200, json={"messages": []}),
        httpx.Response(200, json=[]),
        httpx.Response(400, json={"error": {"message": "no code"}}),
        httpx.Response(400, json={"error": "just words"}),
    ],
)
def test_what_was_written_and_not_answered_is_unclear(
    network: respx.MockRouter,
    whatsapp: WhatsApp,
    trouble: Any,
) -> None:
    failed = failure(network, whatsapp, trouble)
    assert (failed.permanent, failed.unclear) == (False, True)


def test_a_message_was_sent_even_if_the_answer_lacks_the_rest(
    network: respx.MockRouter, whatsapp: WhatsApp
) -> None:
    network.post(MESSAGES).mock(return_value=ACCEPTED)
    assert whatsapp.send_text(PHONE, "hola", "t-1") == "wamid.1"


@pytest.mark.parametrize(
    "act",
    [
        lambda whatsapp: whatsapp.mark_read("wamid.0", typing=True),
        lambda whatsapp: whatsapp.mark_read("wamid.0", typing=False),
    ],
)
def test_blue_ticks_are_never_unclear(
    network: respx.MockRouter, whatsapp: WhatsApp, act: Callable[[WhatsApp], None]
) -> None:
    network.post(MESSAGES).mock(side_effect=httpx.ReadTimeout("slow"))
    with pytest.raises(SendFailed) as failed:
        act(whatsapp)
    assert not failed.value.unclear


def test_an_upload_that_is_not_answered_reached_no_customer(
    network: respx.MockRouter, whatsapp: WhatsApp
) -> None:
    network.post(MEDIA).mock(side_effect=httpx.ReadTimeout("slow"))
    with pytest.raises(SendFailed) as failed:
        whatsapp.send_file(PHONE, io.BytesIO(b"%PDF"), "application/pdf", "lista.pdf", "", "t-1")
    assert (failed.value.permanent, failed.value.unclear) == (False, False)


def test_a_type_of_file_that_meta_refuses_is_explained(
    network: respx.MockRouter, whatsapp: WhatsApp
) -> None:
    network.post(MEDIA).mock(return_value=error(100))
    with pytest.raises(SendFailed) as failed:
        whatsapp.send_file(PHONE, io.BytesIO(b"PK"), "application/zip", "a.zip", "", "t-1")
    assert failed.value.permanent
    assert "Conviértalo a PDF" in failed.value.reason


def test_a_failure_does_not_carry_the_message_into_logs(
    network: respx.MockRouter, whatsapp: WhatsApp, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        failed = failure(network, whatsapp, error(131026))
    shown = f"{failed!r} {failed} {failed.__cause__} {caplog.text}"
    assert failed.__suppress_context__
    assert "520" not in shown
    assert "18095550101" not in shown


def test_every_known_code_has_a_reason_and_unknown_ones_too() -> None:
    assert "24 horas" in failure_reason(131047)
    assert "plantilla" in failure_reason(132999)
    assert failure_reason(None) == failure_reason(424242)


def test_another_address_gets_what_is_meant_for_meta(network: respx.MockRouter) -> None:
    there = network.post("http://meta.test:3001/graph/v24.0/1/messages").mock(return_value=ACCEPTED)
    with WhatsApp("1", "the token", "24.0", "http://meta.test:3001/graph/") as whatsapp:
        whatsapp.send_text(PHONE, "hola", "t-1")
    assert there.calls.last.request.headers["Host"] == "meta.test:3001"
