"""Account status: which account, holder check, and only then what is owed.

Who writes from a phone on file is the holder, and is shown the account of that phone without being
asked for its number. Anybody else gives the number, and then the last digits of the holder's cédula
or RNC; wrong answers are counted over all accounts, so that nobody tries them one by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from brain.mind.values import Choice, HandOff, Outcome, Row
from brain.mind.wording import day_month
from brain.mind.workflows.request import Request
from brain.mind.workflows.whose import told_apart, whose
from knowledge import reading
from knowledge.cells import phone_key
from knowledge.money import format_dop
from knowledge.reading import AccountRow

FACTOR_DIGITS = 4
MAX_WRONG = 3
MAX_UNKNOWN = 5
MAX_WRONG_OF_ALL = 10  # of one account, whoever gives them: four digits are soon tried by many
LOCK = timedelta(hours=24)
PROVED = timedelta(minutes=15)  # so long "¿y cuándo vence?" asks for no digits again
_PHONE = re.compile(r"1?8[024]9\d{7}")
_MOST = 9  # accounts of one phone that are offered to choose from


# number of an account -> how often wrong digits were given for it within LOCK, by anybody
WrongTries = Callable[[str], int]


@dataclass(frozen=True)
class Guarded:
    """What is remembered between turns; only counts and the number that was asked about."""

    number: str | None
    wrong: int
    unknown: int
    since: datetime
    proved: str | None = None  # the number whose second factor was given, a moment ago
    proved_at: datetime | None = None

    @classmethod
    def of(cls, state: Mapping[str, Any], now: datetime) -> Guarded:
        kept = state.get("account") or {}
        since = datetime.fromisoformat(kept["since"]) if kept.get("since") else now
        if now - since > LOCK:
            return cls(kept.get("number"), 0, 0, now)
        wrong, unknown = int(kept.get("wrong", 0)), int(kept.get("unknown", 0))
        at = datetime.fromisoformat(kept["proved_at"]) if kept.get("proved_at") else None
        proved = kept.get("proved") if at is not None and now - at <= PROVED else None
        return cls(kept.get("number"), wrong, unknown, since, proved, at)

    @property
    def locked(self) -> bool:
        return self.wrong >= MAX_WRONG or self.unknown >= MAX_UNKNOWN

    def after(self, number: str | None, *, wrong: int = 0, unknown: int = 0) -> Guarded:
        return replace(
            self, number=number, wrong=self.wrong + wrong, unknown=self.unknown + unknown
        )

    def state(self, pending: str | None) -> dict[str, Any]:
        kept = {
            "number": self.number,
            "wrong": self.wrong,
            "unknown": self.unknown,
            "since": self.since.isoformat(),
            "proved": self.proved,
            "proved_at": self.proved_at.isoformat() if self.proved_at else None,
        }
        return {"account": kept, "pending": {"kind": pending} if pending else None}


class Account:
    name = "cuenta"
    description = "Estado de cuenta del cliente: al día, atrasada o suspendida, balance y fecha."
    required = ("numero_de_cuenta",)

    def __init__(self, wrong_tries: WrongTries | None = None) -> None:
        self._wrong_tries = wrong_tries

    def available(self) -> bool:
        return reading.has_accounts()

    def run(self, request: Request) -> Outcome:
        guarded = Guarded.of(request.state, request.turn.now)
        if guarded.locked:
            return _locked(guarded, request)
        outcome = self._found(guarded, request)
        return _locked(guarded, request) if self._is_besieged(outcome) else outcome

    def _is_besieged(self, outcome: Outcome) -> bool:
        """Tell whether digits would be asked, or were given, for an account that many try."""
        kept, pending = outcome.state.get("account") or {}, outcome.state.get("pending") or {}
        number = kept.get("number")
        by_digits = pending.get("kind") == "account_factor" or kept.get("proved") == number
        if not number or not by_digits or self._wrong_tries is None:
            return False
        return self._wrong_tries(number) >= MAX_WRONG_OF_ALL

    def _found(self, guarded: Guarded, request: Request) -> Outcome:
        waits = _waits_for(request.state)
        if waits == "account_factor" and _only_insists(request):
            return _ask_factor(guarded, request, "account_factor", request.say("account.insists"))
        if waits and request.understood.slots.lacks and not request.understood.slots.digits:
            return _to_person(guarded, request, "account.no_number")
        if waits == "account_factor" and guarded.number:
            return _second_factor(guarded, request)
        if number := _said(request):
            return _look(number, guarded, request)
        return _unnumbered(guarded, waits, request)


def _only_insists(request: Request) -> bool:
    """ "Soy yo, confía en mí": no digits, and the check is wanted all the same."""
    return request.says("insists") and not request.understood.slots.digits


def _said(request: Request) -> str | None:
    """The number that was written; one's telephone number is none."""
    number = request.understood.slots.account_number
    if number and _PHONE.fullmatch(number) and reading.account(number) is None:
        return None
    return number


def _unnumbered(guarded: Guarded, waits: str, request: Request) -> Outcome:
    """Find the account that is meant without its number: shown before, or of this phone."""
    own = reading.accounts_of_phone(request.turn.phone or "")
    place = request.understood.slots.ordinal
    if waits == "account_which" and place is not None and -len(own) <= place < len(own):
        return _look(own[place].number, guarded, request)
    holder = whose(request, own)
    if holder == "other":
        if request.says("number_lost"):
            return _to_person(guarded, request, "account.no_number")
        return _another(guarded, own, request)
    spoken_of = _spoken_of(guarded, request)
    if spoken_of and (holder == "unsaid" or spoken_of in {a.number for a in own}):
        return _look(spoken_of, guarded, request)
    if own and (waits != "account_number" or holder == "own"):
        return _of_phone(told_apart(request, own), guarded, request)
    again = bool(request.understood.slots.digits)
    if request.says("number_lost"):
        return _to_person(guarded, request, "account.no_number")
    return _ask_number(guarded, request, "account_again" if again else "account_number")


def _another(guarded: Guarded, own: Sequence[AccountRow], request: Request) -> Outcome:
    """ "La otra" may be another of the same phone; else its number is needed."""
    others = [account for account in own if account.number != guarded.number]
    if request.says("the_other") and len(others) < len(own) and others:
        return _of_phone(others, guarded, request)
    return _ask_number(guarded, request, "account_other")


def _of_phone(own: Sequence[AccountRow], guarded: Guarded, request: Request) -> Outcome:
    """Show the one account of the phone that writes, or ask which of several."""
    if len(own) > 1:
        return _ask_which(own, guarded, request)
    shown = _shown(own[0], guarded, request)
    return replace(shown, text=f"{shown.text} {request.say('account.other')}")


def _ask_which(own: Sequence[AccountRow], guarded: Guarded, request: Request) -> Outcome:
    offered = own[:_MOST]
    choices = tuple(Choice(f"account:{a.number}", a.number, a.holder) for a in offered)
    rows = tuple(Row("store_account_number", a.id, {"number": a.number}) for a in offered)
    text = "\n".join(
        [
            request.say("ask.account_which"),
            *(request.say("account.line", number=a.number, holder=a.holder) for a in offered),
        ]
    )
    state = guarded.state("account_which")
    return Outcome(
        ok=False, rows=rows, text=text, missing="numero_de_cuenta", choices=choices, state=state
    )


def _spoken_of(guarded: Guarded, request: Request) -> str | None:
    """The account that was just shown: "¿y cuándo vence?". Who asks is looked at anew."""
    return guarded.number if request.state.get("topic") == "cuenta" else None


def _waits_for(state: Mapping[str, Any]) -> str:
    kind = str((state.get("pending") or {}).get("kind", ""))
    return kind if kind in {"account_number", "account_factor", "account_which"} else ""


def _ask_number(guarded: Guarded, request: Request, key: str, before: str = "") -> Outcome:
    text = f"{before} {request.say(f'ask.{key}')}".strip()
    state = guarded.state("account_number")
    return Outcome(ok=False, text=text, missing="numero_de_cuenta", state=state)


def _look(number: str, guarded: Guarded, request: Request) -> Outcome:
    account = reading.account(number)
    if account is None:
        after = guarded.after(None, unknown=1)
        if after.locked:
            return _locked(after, request)
        return _ask_number(after, request, "account_again", request.say("account.not_found"))
    if _is_holder(account, request.turn.phone) or _is_still_open(account, guarded, request):
        return _shown(account, guarded, request)
    if len(_factor(account)) < FACTOR_DIGITS:
        return _to_person(guarded, request, "account.no_factor")
    asked = guarded.after(account.number)
    told = _told_beside(number, request)
    if request.says("factor_given") and len(told) == 1 and reading.account(told[0]) is None:
        return _second_factor(asked, request)  # "cuenta 30012, cédula 034-0021884-5"
    return _ask_factor(asked, request, "account_factor")


def _told_beside(number: str, request: Request) -> list[str]:
    digits = request.understood.slots.digits
    return [d for d in digits if len(d) >= FACTOR_DIGITS and d != number]


def _is_still_open(account: AccountRow, guarded: Guarded, request: Request) -> bool:
    """Tell whether this very account was shown a moment ago, and is still spoken of."""
    return guarded.proved == account.number and request.state.get("topic") == "cuenta"


def _is_holder(account: AccountRow, phone: str | None) -> bool:
    key = phone_key(phone or "")
    return bool(key) and key in account.phones


def _factor(account: AccountRow) -> str:
    return "".join(c for c in account.id_number if c.isdigit())[-FACTOR_DIGITS:]


def _ask_factor(guarded: Guarded, request: Request, key: str, before: str = "") -> Outcome:
    question = request.say(f"ask.{key}", digits=FACTOR_DIGITS)
    rule = Row("rule", 0, {"factor_digits": str(FACTOR_DIGITS)})
    state = guarded.state("account_factor")
    text = f"{before} {question}".strip()
    return Outcome(ok=False, rows=(rule,), text=text, missing="segundo_dato", state=state)


def _second_factor(guarded: Guarded, request: Request) -> Outcome:
    given = next(iter(_told_beside(guarded.number or "", request)), None)
    if given is None:
        return _ask_factor(guarded, request, "account_factor_again")
    if len(given) > FACTOR_DIGITS and reading.account(given) is not None:
        return _look(given, guarded, request)  # another account, not the digits that we asked for
    account = reading.account(guarded.number or "")
    if account is not None and given[-FACTOR_DIGITS:] == _factor(account):
        proved = replace(guarded, proved=account.number, proved_at=request.turn.now)
        return _shown(account, proved, request)
    after = guarded.after(guarded.number, wrong=1)
    if after.locked:
        return _locked(after, request)
    wrong = request.say("account.wrong_factor")
    return _ask_factor(after, request, "account_factor_again", wrong)


def _shown(account: AccountRow, guarded: Guarded, request: Request) -> Outcome:
    figures = {
        "holder": account.holder,
        "number": account.number,
        "balance": format_dop(account.balance),
        "due_date": _due(account, request),
    }
    due = request.say("account.due", date=figures["due_date"]) if account.due_date else ""
    key = f"account.{account.status}"
    values = {k: figures[k] for k in ("holder", "number", "balance")}
    text = request.say(key if request.words.has(key) else "account.al_dia", due=due, **values)
    state = guarded.after(account.number).state(None)
    return Outcome(
        ok=True, rows=(Row("store_account", account.id, figures),), text=text, state=state
    )


def _due(account: AccountRow, request: Request) -> str:
    if account.due_date is None:
        return ""
    return day_month(account.due_date, request.today, request.words)


def _locked(guarded: Guarded, request: Request) -> Outcome:
    return _to_person(guarded, request, "account.locked")


def _to_person(guarded: Guarded, request: Request, key: str) -> Outcome:
    reason = request.say("reasons.cuenta")
    hand_off = HandOff("contabilidad", reason, "normal", "", request.say(key))
    return Outcome(ok=False, handoff=hand_off, state=guarded.state(None))
