"""The connection to Meta's Graph API, or to something that stands in for it."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from pywa.errors import WhatsAppError

from whatsapp.failures import SendFailed, not_sent, refused, unclear
from whatsapp.messages import META

# A worker sends from a few threads at once; connections outlive the pause between two answers.
LIMITS = httpx.Limits(max_connections=40, max_keepalive_connections=20, keepalive_expiry=30.0)

# The request was not written whole, so nobody can have acted on it.
_NOT_WRITTEN = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
    httpx.WriteTimeout,
    httpx.WriteError,
)


class Elsewhere(httpx.BaseTransport):
    """Take what is addressed to Meta to another address: pywa knows only Meta's."""

    def __init__(self, graph_url: str) -> None:
        self._url = httpx.URL(graph_url)
        self._transport = httpx.HTTPTransport(limits=LIMITS)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        path = self._url.raw_path.rstrip(b"/") + request.url.raw_path
        request.url = self._url.copy_with(raw_path=path)
        request.headers["Host"] = self._url.netloc.decode("ascii")
        return self._transport.handle_request(request)

    def close(self) -> None:
        self._transport.close()


def open_client(graph_url: str, timeout: float) -> httpx.Client:
    """Return a client for pywa. It is safe to use from several threads.

    timeout: seconds for each step (connecting, writing, waiting for the answer).
    """
    away = graph_url.rstrip("/") != META
    return httpx.Client(
        timeout=httpx.Timeout(timeout, connect=min(timeout, 5.0)),
        limits=LIMITS,
        mounts={META: Elsewhere(graph_url)} if away else None,
    )


@contextmanager
def failures(*, sending: bool) -> Iterator[None]:
    """Turn whatever a request raises into SendFailed.

    sending: a customer gets something by this request, so doing it twice would be seen.
    Nothing is chained: pywa's errors carry the request, and with it the message.
    """
    try:
        yield
    except WhatsAppError as error:
        raise _answered(error, sending=sending) from None
    except _NOT_WRITTEN:
        raise not_sent() from None
    except (httpx.HTTPError, LookupError, ValueError, TypeError, AttributeError):
        # No answer, or one that has not the promised shape: pywa reads errors and ids blindly.
        raise unclear() if sending else not_sent() from None


def _answered(error: WhatsAppError, *, sending: bool) -> SendFailed:
    status = error.status_code or 0
    if status == httpx.codes.GATEWAY_TIMEOUT and sending:
        return unclear(error.code)
    return refused(
        error.code,
        status,
        transient=bool(error.is_transient),
        retry_after=_retry_after(error.raw_response),
    )


def _retry_after(response: httpx.Response | None) -> float | None:
    given = response.headers.get("Retry-After", "") if response is not None else ""
    return float(given) if given.isascii() and given.isdigit() else None
