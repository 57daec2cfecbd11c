"""The page's addresses. Numbers come from `brain.report`; who may see them from Rocket.Chat."""

import hashlib
import hmac
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

import peewee
import structlog
from flask import Blueprint, Flask, Response, redirect, render_template, request, url_for
from flask.sessions import SecureCookieSessionInterface
from flask.typing import ResponseReturnValue

from brain import report
from brain.panel import attempts, visit
from brain.panel.visit import Door, Visit
from brain.report import period, writing
from brain.report.values import Duration, Share
from brain.report.words import say
from brain.settings import Settings
from brain.wording import moment

log = structlog.get_logger()

AT_ONCE = 2  # reports that are counted in one process
PATIENCE_SECONDS = 10
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}
COOKIE = {
    "SESSION_COOKIE_NAME": "mostrador_panel",
    "SESSION_COOKIE_PATH": "/panel",
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
}


class _Cookies(SecureCookieSessionInterface):
    """Cookies that stay on HTTPS where they came by HTTPS, also behind a proxy."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure or request.headers.get("X-Forwarded-Proto") == "https"


def add_to(
    app: Flask,
    settings: Settings,
    connection: Callable[[], AbstractContextManager[Any]],
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    """Put the page under /panel.

    Args:
        connection: opens a database connection for the length of a request.
    """
    secret = settings.bridge_secrets[0].encode()
    app.secret_key = hmac.new(secret, b"panel session", hashlib.sha256).hexdigest()
    app.config.update(COOKIE)
    app.session_interface = _Cookies()
    panel = Panel(settings, connection, Door(settings.rocketchat_url, now), now)
    app.register_blueprint(panel.blueprint())


class Panel:
    """What stands at each address."""

    def __init__(
        self,
        settings: Settings,
        connection: Callable[[], AbstractContextManager[Any]],
        door: Door,
        now: Callable[[], datetime],
    ) -> None:
        self._settings = settings
        self._connection = connection
        self._door = door
        self._now = now
        self._counting = threading.BoundedSemaphore(AT_ONCE)

    def blueprint(self) -> Blueprint:
        """Return the addresses."""
        panel = Blueprint(
            "panel", __name__, url_prefix="/panel", template_folder="templates",
            static_folder="static", static_url_path="/static",
        )  # fmt: skip
        panel.add_app_template_filter(writing.shown, "shown")
        panel.add_app_template_filter(_size, "size")
        panel.after_request(_guarded)
        panel.get("/", endpoint="page")(self.page)
        panel.get("/informe.csv", endpoint="export")(self.export)
        panel.get("/login", endpoint="ask")(lambda: _form(""))
        panel.post("/login", endpoint="enter")(self.enter)
        panel.post("/logout", endpoint="leave")(self.leave)
        return panel

    def page(self) -> ResponseReturnValue:
        """The report."""
        visitor = self._door.visitor()
        if visitor is None:
            return _to_login()
        return self._counted(lambda: _page(self._settings, visitor, self._now()))

    def export(self) -> ResponseReturnValue:
        """The report for a spreadsheet."""
        if self._door.visitor() is None:
            return _to_login()
        return self._counted(lambda: _export(self._settings, self._now()))

    def _counted(self, answer: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
        """Count for this visitor, unless enough are counting: webhooks need the threads too."""
        if not self._counting.acquire(timeout=PATIENCE_SECONDS):
            return render_template("panel/sorry.html", trouble="busy"), 503
        try:
            with self._connection():
                return answer()
        except peewee.PeeweeException as error:
            log.warning("panel.failed", error=type(error).__name__)
            return render_template("panel/sorry.html", trouble="database"), 503
        finally:
            self._counting.release()

    def enter(self) -> ResponseReturnValue:
        """A login: counted as failed before it is tried."""
        if not visit.form_is_ours(request.form):
            return _form("stale_form"), 400
        name = request.form.get("user", "").strip()
        address = _address(self._settings.web_proxies)
        with self._connection():
            if not attempts.may_try(name, address):
                return _form("too_many", name), 429
        refusal = self._door.enter(name, request.form)
        if refusal:
            return _form(refusal, name), 503 if refusal == "away" else 403
        with self._connection():
            attempts.forgive(name, address)
        return redirect(url_for("panel.page"), 303)

    def leave(self) -> ResponseReturnValue:
        """The end of a visit."""
        if visit.form_is_ours(request.form):
            self._door.leave()
        return redirect(url_for("panel.ask"), 303)


def _address(proxies: int) -> str:
    """Return where a request comes from, as the outermost of the store's own proxies saw it.

    What stands before that in the header its sender may have written himself.
    """
    hops = ",".join(request.headers.getlist("X-Forwarded-For")).split(",")
    if proxies and len(hops) >= proxies and hops[-proxies].strip():
        return hops[-proxies].strip()
    return request.remote_addr or ""


def _guarded(response: Response) -> Response:
    response.headers.update(HEADERS)
    return response


def _to_login() -> ResponseReturnValue:
    return redirect(url_for("panel.ask"), 303)


def _form(trouble: str, name: str = "") -> str:
    return render_template("panel/login.html", trouble=trouble, name=name, csrf=visit.csrf())


def _page(settings: Settings, visitor: Visit, now: datetime) -> ResponseReturnValue:
    trouble, status = "", 200
    try:
        days = _asked_period(settings, now)
    except period.PeriodRefused as refused:
        trouble, status = say(f"period.{refused}"), 400
        days = period.read("", "", now, settings.zone)
    made = report.report(days, settings.pilot_numbers, now)
    page = render_template(
        "panel/page.html", report=made, visitor=visitor, trouble=trouble, csrf=visit.csrf(),
        made_at=moment(now, settings.zone, "long"),
    )  # fmt: skip
    return page, status


def _export(settings: Settings, now: datetime) -> ResponseReturnValue:
    try:
        days = _asked_period(settings, now)
    except period.PeriodRefused as refused:
        return say(f"period.{refused}"), 400
    content = writing.as_csv(report.report(days, settings.pilot_numbers, now))
    name = f"mostrador-{days.first}-{days.last}.csv"
    return Response(
        content,
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _asked_period(settings: Settings, now: datetime) -> period.Period:
    first, last = request.args.get("desde", ""), request.args.get("hasta", "")
    return period.read(first, last, now, settings.zone)


def _size(cell: object) -> float:
    """A cell as a number, for bars."""
    if isinstance(cell, Share):
        return cell.value or 0.0
    if isinstance(cell, Duration):
        return cell.seconds or 0.0
    return float(cell) if isinstance(cell, int) else 0.0
