"""Fetch the files that customers send.

The token goes along with every request, so it goes only to hosts that are Meta's, or to the
stand-in of Meta that was configured; no file is larger than its kind may be, and what is large lies
on disk.
"""

import mimetypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

import httpx

from whatsapp.connected import Connected
from whatsapp.messages import MB, META
from whatsapp.spilled import Spilled
from whatsapp.wording import say

HOSTS = ("lookaside.fbsbx.com",)
HOST_FAMILIES = (".fbcdn.net", ".whatsapp.net")
# Meta's own limits, in bytes, for what it passes on: https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media
LIMITS = {"image": 5 * MB, "sticker": MB, "audio": 16 * MB, "video": 16 * MB, "document": 100 * MB}
DANGEROUS = re.compile(
    r"html|javascript|ecmascript|svg|x-sh\b|x-csh|x-msdownload|x-dosexec|x-executable"
    r"|portable-executable|x-msi|x-bat|java-archive|android\.package|x-httpd-php"
    r"|msdos-program|shellscript|x-python|x-perl|/hta|x-ms-shortcut|x-ms-application|macroenabled"
    r"|apple-diskimage|debian\.binary-package|x-rpm|appx|msix",
)
# What a computer runs, or a browser shows as a page, whatever type is told of it.
DANGEROUS_NAMES = re.compile(
    r"\.(?:[sx]?html?|xht|mht(?:ml)?|svgz?|js|jse|mjs|vbs?|vbe|ws[cfh]|sct|hta|exe|com|scr|pif|cpl"
    r"|ms[ip]|msix|appx|application|bat|cmd|ps[12]|psm1|ps1xml|sh|run|py[wz]?|pl|php\d?|jar|jnlp|apk"
    r"|dll|ocx|lnk|url|website|reg|inf|rdp|iso|img|vhdx?|dmg|pkg|deb|rpm|chm|hlp|msc|scf"
    r"|docm|dotm|xlsm|xltm|xlam|xll|xlsb|pptm|potm|ppam|ppsm|sldm|one|iqy|slk"
    r"|library-ms|search-ms|searchconnector-ms|settingcontent-ms)$",
    re.IGNORECASE,
)
LONGEST_NAME = 120
REDIRECTS = 3
_ID = re.compile(r"[A-Za-z0-9_.-]{1,128}")
_GONE = {400, 404, 410}


@dataclass(frozen=True)
class Downloaded:
    """A file, whole; who has it closes its body."""

    body: IO[bytes]
    size: int
    mime: str
    filename: str

    @property
    def content(self) -> bytes:
        """All of it, in memory."""
        self.body.seek(0)
        return self.body.read()


class MediaRefused(Exception):
    """A file could not be fetched.

    permanent: it never will be.
    reason: what happened and what to do, for an agent, in Spanish.
    """

    def __init__(self, key: str, *, permanent: bool, **values: object) -> None:
        self.key = key
        self.permanent = permanent
        self.reason = say("media", key, **values)
        super().__init__(key)


class MediaDownloader(Connected):
    """Downloads by media id. Safe to use from several threads.

    graph_url: Meta's, or of something that stands in for it; only then may it be http.
    timeout: seconds for each step of a request.
    folder: where large files lie while they are passed on; the machine's own for such without it.
    """

    def __init__(
        self,
        token: str,
        api_version: str,
        graph_url: str,
        timeout: float = 20.0,
        folder: Path | None = None,
    ) -> None:
        self._folder = folder
        self._graph = httpx.URL(graph_url)
        self._base = f"{graph_url.rstrip('/')}/v{api_version}"
        self._http = httpx.Client(
            timeout=httpx.Timeout(timeout, connect=min(timeout, 5.0)),
            headers={
                "Authorization": f"Bearer {token}",
                "User-Agent": "mostrador",
                "Accept-Encoding": "identity",
            },
            follow_redirects=False,
            trust_env=graph_url.rstrip("/") == META,  # no proxy stands before a stand-in
        )

    def download(self, media_id: str, kind: str = "document", name: str = "") -> Downloaded:
        """Return the file.

        kind: of the message it came with; decides how large it may be and which types it may have.
        name: as the customer's phone called it; "" where it has none.
        Raises MediaRefused.
        """
        called = harmless_name(name)
        if DANGEROUS_NAMES.search(called):
            raise MediaRefused("dangerous", permanent=True)
        found = self._fetched(media_id, kind)
        return replace(found, filename=called) if called else found

    def _fetched(self, media_id: str, kind: str) -> Downloaded:
        if not _ID.fullmatch(media_id):
            raise MediaRefused("expired", permanent=True)
        with _failures():
            try:
                return self._download(media_id, kind)
            except MediaRefused as refused:
                if refused.key != "link_expired":
                    raise
                # An address lives for five minutes; a second one tells whether the file is there.
                return self._download(media_id, kind)

    def _download(self, media_id: str, kind: str) -> Downloaded:
        about = self._look_up(media_id)
        mime = _checked_mime(kind, str(about.get("mime_type") or ""))
        limit = LIMITS.get(kind, LIMITS["document"])
        if int(about.get("file_size") or 0) > limit:
            raise _too_large(limit)
        kept = self._fetch(str(about["url"]), limit)
        with _closed_unless_good(kept):
            if not kept.size:
                raise MediaRefused("empty", permanent=True)
            _check_digest(kept.digest, str(about.get("sha256") or ""))
        return Downloaded(kept.body, kept.size, mime, _unnamed(media_id, mime))

    def _look_up(self, media_id: str) -> dict[str, Any]:
        answer = self._http.get(f"{self._base}/{media_id}")
        _check_status(answer, "expired")
        about: dict[str, Any] = answer.json()
        return about

    def _fetch(self, url: str, limit: int) -> Spilled:
        target = httpx.URL(url)
        for _ in range(REDIRECTS + 1):
            if not self._trusts(target):
                raise MediaRefused("untrusted", permanent=True)
            with self._http.stream("GET", target) as answer:
                if not answer.has_redirect_location:
                    _check_status(answer, "link_expired")
                    return self._read(answer, limit)
                target = target.join(answer.headers["Location"])
        raise MediaRefused("untrusted", permanent=True)

    def _read(self, answer: httpx.Response, limit: int) -> Spilled:
        """Read at most limit bytes; what the answer says of its own length is not believed."""
        kept = Spilled(self._folder)
        with _closed_unless_good(kept):
            for chunk in answer.iter_bytes():
                if kept.size + len(chunk) > limit:
                    raise _too_large(limit)
                kept.add(chunk)
        return kept

    def _trusts(self, url: httpx.URL) -> bool:
        if (url.scheme, url.host, url.port) == (
            self._graph.scheme,
            self._graph.host,
            self._graph.port,
        ):
            return True
        known = url.host in HOSTS or url.host.endswith(HOST_FAMILIES)
        return known and url.scheme == "https" and url.port is None and not url.userinfo


def harmless_name(name: str) -> str:
    """Return a file's name without folders, and without letters that hide how it ends."""
    shown = "".join(letter if letter.isprintable() else "" for letter in name)
    return re.split(r"[/\\]", shown)[-1].strip(" .")[-LONGEST_NAME:]


def _checked_mime(kind: str, mime: str) -> str:
    bare = _bare(mime)
    if DANGEROUS.search(bare) or DANGEROUS_NAMES.search(_unnamed("", mime)):
        raise MediaRefused("dangerous", permanent=True)
    family = {"sticker": "image"}.get(kind, kind)
    if family in {"image", "audio", "video"} and not bare.startswith(f"{family}/"):
        raise MediaRefused("wrong_kind", permanent=True)
    return mime or "application/octet-stream"


def _check_status(answer: httpx.Response, gone: str) -> None:
    if answer.is_success:
        return
    if answer.status_code in _GONE:
        raise MediaRefused(gone, permanent=True)
    raise MediaRefused("unreachable", permanent=False)


def _check_digest(found: str, promised: str) -> None:
    known = re.fullmatch(r"[0-9a-f]{64}", promised)
    if known and found != promised:
        raise MediaRefused("damaged", permanent=False)


def _unnamed(media_id: str, mime: str) -> str:
    """Call a file by its type, as this machine knows it."""
    return media_id + (mimetypes.guess_extension(_bare(mime)) or "")


def _too_large(limit: int) -> MediaRefused:
    return MediaRefused("too_large", permanent=True, limit=limit // MB)


def _bare(mime: str) -> str:
    return mime.partition(";")[0].strip().lower()


@contextmanager
def _closed_unless_good(kept: Spilled) -> Iterator[None]:
    try:
        yield
    except BaseException:
        kept.close()
        raise


@contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL, LookupError, ValueError, TypeError, AttributeError):
        raise MediaRefused("unreachable", permanent=False) from None
