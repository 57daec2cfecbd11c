"""Structured logs: one JSON line an event, with ids, never texts, numbers or secrets."""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog


def traced(error: BaseException) -> str:
    """Return where an error came from and its type, and what caused it; never its words.

    A database's error quotes the key that was there already: a phone number, say.
    """
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{Path(at.filename).name}:{at.lineno}" for at in reversed(frames))
    cause = error.__cause__ or error.__context__
    return f"{type(error).__name__} at {places}" + (f"; after {traced(cause)}" if cause else "")


class WithoutWords(logging.Formatter):
    """Formats the libraries' lines; of an error only its type and place."""

    def formatException(self, ei: Any) -> str:  # noqa: ANN401, N802  the library's name
        """Return the error without what it says."""
        return traced(ei[1]) if ei and ei[1] else ""


def _trace(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    if event.pop("exc_info", None):
        error = sys.exc_info()[1]
        if error:
            event["exception"] = traced(error)
    return event


def configure(process: str) -> None:
    """Send our own and the libraries' log lines to stderr as JSON, labelled with the process."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, force=True)
    for handler in logging.getLogger().handlers:
        handler.setFormatter(WithoutWords("%(message)s"))
    for chatty in ("httpx", "httpcore", "apscheduler", "urllib3", "pywa"):
        logging.getLogger(chatty).setLevel(logging.ERROR)
    structlog.configure(
        processors=[
            lambda _logger, _method, event: {"process": process, **event},
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _trace,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
