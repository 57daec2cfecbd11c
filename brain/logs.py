"""Structured logs: one JSON line an event, with ids, never texts, numbers or secrets."""

import logging
import sys

import structlog


def configure(process: str) -> None:
    """Send our own and the libraries' log lines to stderr as JSON, labelled with the process."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s", force=True)
    for chatty in ("httpx", "httpcore", "procrastinate", "apscheduler", "urllib3", "pywa"):
        logging.getLogger(chatty).setLevel(logging.ERROR)
    structlog.configure(
        processors=[
            lambda _logger, _method, event: {"process": process, **event},
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
