"""What fits into a message, and what becomes of what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whatsapp.failures import SendFailed
from whatsapp.messages import (
    MB,
    Address,
    Choice,
    choices_message,
    file_kind,
    file_message,
    location_message,
    split_text,
    takes_caption,
    text_message,
    upload_mime,
)

YES, NO = Choice("y", "Sí"), Choice("n", "No")


@given(st.text(alphabet=st.sampled_from("ab \n\u00a0áñ👋"), max_size=300), st.integers(1, 40))
def test_a_long_text_is_cut_without_losing_a_letter(text: str, limit: int) -> None:
    parts = split_text(text, limit)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(0 < len(part) <= limit for part in parts)


def test_a_text_is_cut_between_paragraphs_before_lines_before_words() -> None:
    assert split_text("uno dos\ntres\n\ncuatro cinco", 16) == ["uno dos\ntres", "cuatro cinco"]
    assert split_text("uno dos\ntres cuatro", 14) == ["uno dos", "tres cuatro"]
    assert split_text("uno dos tres", 8) == ["uno dos", "tres"]
    assert split_text("unodostres", 4) == ["unod", "ostr", "es"]


def test_a_short_text_stays_one() -> None:
    assert split_text("hola") == ["hola"]
    assert split_text(" \n ") == []


@pytest.mark.parametrize(("text", "reason"), [(" ", "vacío"), ("á" * 4097, "demasiado largo")])
def test_what_cannot_be_one_text_is_never_tried(text: str, reason: str) -> None:
    with pytest.raises(SendFailed) as failed:
        text_message(text)
    assert failed.value.permanent
    assert reason in failed.value.reason


def test_few_short_choices_are_buttons() -> None:
    content = choices_message("¿Seguimos?", [YES, NO], "Ver").content
    assert content["type"] == "button"
    assert [button["reply"] for button in content["action"]["buttons"]] == [
        {"id": "y", "title": "Sí"},
        {"id": "n", "title": "No"},
    ]


def test_more_choices_are_a_list() -> None:
    choices = [Choice(str(number), f"Opción {number}") for number in range(4)]
    content = choices_message("¿Cuál?", choices, "Ver opciones de cemento").content
    assert content["type"] == "list"
    assert content["action"]["button"] == "Ver opciones de cem…"
    assert len(content["action"]["sections"][0]["rows"]) == 4


@pytest.mark.parametrize(
    "choices",
    [
        [Choice("1", "Varilla corrugada 3/8 de 20 pies")],
        [Choice("1", "Varilla", "3/8 x 20'")],
        [Choice("1", "Varilla"), Choice("2", "Varilla")],
    ],
)
def test_what_buttons_would_cut_or_confuse_is_a_list(choices: list[Choice]) -> None:
    assert choices_message("¿Cuál?", choices, "Ver").content["type"] == "list"


def test_a_title_that_is_cut_stands_whole_below() -> None:
    choice = Choice("1", "Varilla corrugada 3/8 de 20 pies", "RD$ 250.00")
    content = choices_message("¿Cuál?", [choice], "Ver").content
    assert content["action"]["sections"][0]["rows"] == [
        {
            "id": "1",
            "title": "Varilla corrugada 3/8 d…",
            "description": "Varilla corrugada 3/8 de 20 pies. RD$ 250.00",
        }
    ]


def test_choices_that_fit_nowhere_are_written_out() -> None:
    many = [Choice(str(number), f"Opción {number}", "buena") for number in range(11)]
    assert "• Opción 10: buena" in choices_message("¿Cuál?", many, "Ver").content["body"]
    long = choices_message("a" * 1025, [YES, NO], "Ver").content["body"]
    assert long == "a" * 1025 + "\n\n• Sí\n• No"


def test_a_text_without_choices_is_a_text() -> None:
    assert choices_message("hola", [], "Ver").type == "text"


def test_a_place_without_name_has_only_coordinates() -> None:
    assert location_message(18.5, -69.9, "", "").content == {"latitude": 18.5, "longitude": -69.9}


@pytest.mark.parametrize(
    ("mime", "kind"),
    [
        ("image/jpeg", "image"),
        ("IMAGE/PNG", "image"),
        ("video/mp4", "video"),
        ("audio/ogg; codecs=opus", "audio"),
        ("application/pdf", "document"),
        ("text/csv", "document"),
        ("", "document"),
    ],
)
def test_a_file_goes_out_as_what_it_is(mime: str, kind: str) -> None:
    assert file_kind(mime, 10, "") == kind


@pytest.mark.parametrize(
    ("mime", "size", "caption", "reason"),
    [
        ("image/jpeg", 5 * MB + 1, "", "fotos hasta 5 MB"),
        ("video/mp4", 16 * MB + 1, "", "videos hasta 16 MB"),
        ("application/pdf", 100 * MB + 1, "", "documentos hasta 100 MB"),
        ("application/pdf", 0, "", "vacío"),
        ("image/webp", 10, "", "Conviértalo"),
        ("audio/mpeg", 10, "oiga", "junto a un audio"),
        ("image/png", 10, "a" * 1025, "demasiado largo"),
    ],
)
def test_a_file_that_whatsapp_never_takes_is_not_uploaded(
    mime: str, size: int, caption: str, reason: str
) -> None:
    with pytest.raises(SendFailed) as failed:
        file_kind(mime, size, caption)
    assert failed.value.permanent
    assert reason in failed.value.reason


def test_only_audio_goes_without_words() -> None:
    assert not takes_caption("audio/ogg; codecs=opus")
    assert takes_caption("image/jpeg")
    assert takes_caption("application/pdf")


def test_a_document_has_a_name_and_a_picture_has_none() -> None:
    assert file_message("document", "1", "", "lista").content == {
        "id": "1",
        "caption": "lista",
        "filename": "archivo",
    }
    assert file_message("document", "1", "a" * 300 + ".pdf", "").content["filename"][-5:] == "a.pdf"
    assert file_message("image", "1", "foto.jpg", "").content == {"id": "1"}


def test_tables_go_out_as_the_plain_text_that_meta_knows() -> None:
    assert upload_mime("text/csv; charset=utf-8") == "text/plain"
    assert upload_mime("application/pdf") == "application/pdf"


def test_an_address_is_a_phone_or_a_user_id() -> None:
    with pytest.raises(ValueError, match="phone or a user id"):
        Address(None, "")
