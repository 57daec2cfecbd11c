"""What a downloader does not do: send the token to strangers, or swallow whatever comes."""

import hashlib
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import respx

from whatsapp.media import MediaDownloader, MediaRefused

GRAPH = "https://graph.facebook.com"
LOOKASIDE = "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1"
MB = 1024 * 1024


@pytest.fixture
def network() -> Iterator[respx.MockRouter]:
    with respx.mock(assert_all_called=False) as router:
        yield router


@pytest.fixture
def downloader() -> Iterator[MediaDownloader]:
    with MediaDownloader("the token", "24.0", GRAPH) as downloader:
        yield downloader


def named(network: respx.MockRouter, **more: Any) -> None:
    about = {"url": LOOKASIDE, "mime_type": "image/jpeg", "file_size": 3, "id": "1", **more}
    network.get(f"{GRAPH}/v24.0/1").mock(return_value=httpx.Response(200, json=about))


def refusal(downloader: MediaDownloader, kind: str = "image", media_id: str = "1") -> MediaRefused:
    with pytest.raises(MediaRefused) as refused:
        downloader.download(media_id, kind)
    return refused.value


@pytest.mark.parametrize(
    "url",
    [
        LOOKASIDE,
        "https://scontent.xx.fbcdn.net/v/1",
        "https://mmg.whatsapp.net/v/1",
    ],
)
def test_metas_hosts_get_the_token(
    network: respx.MockRouter, downloader: MediaDownloader, url: str
) -> None:
    named(network, url=url, sha256=hashlib.sha256(b"abc").hexdigest())
    fetched = network.get(url).mock(return_value=httpx.Response(200, content=b"abc"))
    assert downloader.download("1", "image").content == b"abc"
    assert fetched.calls.last.request.headers["Authorization"] == "Bearer the token"


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/lookaside.fbsbx.com",
        "https://lookaside.fbsbx.com.evil.example/",
        "https://evilfbcdn.net/",
        "https://fbcdn.net/",
        "http://lookaside.fbsbx.com/",
        "https://lookaside.fbsbx.com:8443/",
        "https://user@lookaside.fbsbx.com/",
        "https://graph.facebook.com@evil.example/",
        "http://graph.facebook.com/",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "//lookaside.fbsbx.com/",
        "",
    ],
)
def test_nobody_else_is_ever_asked(
    network: respx.MockRouter, downloader: MediaDownloader, url: str
) -> None:
    named(network, url=url)
    refused = refusal(downloader)
    assert refused.permanent
    assert "sitio desconocido" in refused.reason
    assert len(network.calls) == 1


def test_a_redirect_to_a_stranger_is_not_followed(
    network: respx.MockRouter, downloader: MediaDownloader
) -> None:
    named(network)
    network.get(LOOKASIDE).mock(
        return_value=httpx.Response(302, headers={"Location": "https://evil.example/"})
    )
    assert refusal(downloader).permanent
    assert len(network.calls) == 2


def test_a_redirect_within_meta_is_followed(
    network: respx.MockRouter, downloader: MediaDownloader
) -> None:
    named(network)
    there = "https://scontent.xx.fbcdn.net/v/1"
    network.get(LOOKASIDE).mock(return_value=httpx.Response(302, headers={"Location": there}))
    network.get(there).mock(return_value=httpx.Response(200, content=b"abc"))
    assert downloader.download("1", "image").content == b"abc"


def test_a_circle_of_redirects_ends(network: respx.MockRouter, downloader: MediaDownloader) -> None:
    named(network)
    around = httpx.Response(302, headers={"Location": LOOKASIDE})
    network.get(LOOKASIDE).mock(return_value=around)
    assert refusal(downloader).permanent


def test_a_file_that_is_too_large_is_not_begun(
    network: respx.MockRouter, downloader: MediaDownloader
) -> None:
    named(network, file_size=5 * MB + 1)
    refused = refusal(downloader)
    assert refused.permanent
    assert "más de 5 MB" in refused.reason
    assert len(network.calls) == 1


def test_a_file_that_turns_out_too_large_is_dropped_on_the_way(
    network: respx.MockRouter, downloader: MediaDownloader
) -> None:
    named(network, file_size=3)
    read = 0

    def endless() -> Iterator[bytes]:
        nonlocal read
        for _ in range(1000):
            read += MB
            yield b"a" * MB

    network.get(LOOKASIDE).mock(return_value=httpx.Response(200, content=endless()))
    assert refusal(downloader).permanent
    assert read == 6 * MB


@pytest.mark.parametrize(
    ("kind", "mime"),
    [
        ("image", "application/pdf"),
        ("video", "image/jpeg"),
        ("audio", ""),
        ("sticker", "video/mp4"),
        ("image", "image/svg+xml"),
        ("document", "text/html; charset=utf-8"),
        ("document", "application/x-msdownload"),
        ("document", "application/vnd.android.package-archive"),
        ("document", "Text/JavaScript"),
        ("document", "application/x-msdos-program"),
        ("document", "application/x-python-code"),
        ("document", "application/vnd.ms-excel.sheet.macroEnabled.12"),
    ],
)
def test_what_is_not_what_it_says_or_can_do_harm_is_refused(
    network: respx.MockRouter, downloader: MediaDownloader, kind: str, mime: str
) -> None:
    named(network, mime_type=mime)
    refused = refusal(downloader, kind)
    assert refused.permanent
    assert "por seguridad" in refused.reason
    assert len(network.calls) == 1


@pytest.mark.parametrize(
    "name",
    [
        "factura.exe",
        "FACTURA.HTML",
        "foto.jpg.lnk",
        "fac\u202efdp.exe",
        "x.svg",
        "a/b.bat ",
        "c.xlsm.",
        "precios.xll",
        "obra.rdp",
        "plano.xht",
    ],
)
def test_a_file_that_is_called_like_a_program_or_a_page_is_not_fetched(
    network: respx.MockRouter, downloader: MediaDownloader, name: str
) -> None:
    with pytest.raises(MediaRefused, match="dangerous"):
        downloader.download("1", "document", name)
    assert not network.calls


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("lista de precios.pdf", "lista de precios.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\fotos\\plano.dwg", "plano.dwg"),
        ("e-CF 310000001.xml", "e-CF 310000001.xml"),
        ("a\r\nX-Evil: 1\x00.pdf", "aX-Evil: 1.pdf"),
        ("ñ" * 500 + ".pdf", "ñ" * 116 + ".pdf"),
        ("..", "1.pdf"),
        ("", "1.pdf"),
    ],
)
def test_a_file_keeps_its_name_without_folders_and_hidden_letters(
    network: respx.MockRouter, downloader: MediaDownloader, name: str, kept: str
) -> None:
    named(network, mime_type="application/pdf")
    network.get(LOOKASIDE).mock(return_value=httpx.Response(200, content=b"abc"))
    assert downloader.download("1", "document", name).filename == kept


def test_a_damaged_file_is_fetched_again_later(
    network: respx.MockRouter, downloader: MediaDownloader
) -> None:
    named(network, sha256=hashlib.sha256(b"abc").hexdigest())
    network.get(LOOKASIDE).mock(return_value=httpx.Response(200, content=b"abx"))
    assert not refusal(downloader).permanent


@pytest.mark.parametrize(
    ("answer", "permanent"),
    [
        (httpx.Response(400, json={"error": {"code": 100}}), True),
        (httpx.Response(404), True),
        (httpx.Response(401, json={"error": {"code": 190}}), False),
        (httpx.Response(500), False),
        (httpx.Response(200, text="<html>"), False),
        (httpx.Response(200, json=[]), False),
        (httpx.Response(200, json={"mime_type": "image/jpeg"}), False),
        (httpx.ConnectError("refused"), False),
        (httpx.ReadTimeout("slow"), False),
    ],
)
def test_a_failed_look_says_later_or_never(
    network: respx.MockRouter,
    downloader: MediaDownloader,
    answer: Any,
    permanent: bool,
) -> None:
    network.get(f"{GRAPH}/v24.0/1").mock(side_effect=[answer])
    assert refusal(downloader).permanent is permanent


@pytest.mark.parametrize("media_id", ["", "../me", "1/2", "1?fields=x", "a" * 200])
def test_an_id_is_not_a_path(
    network: respx.MockRouter, downloader: MediaDownloader, media_id: str
) -> None:
    assert refusal(downloader, media_id=media_id).permanent
    assert not network.calls
