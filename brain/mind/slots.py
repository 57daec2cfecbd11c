"""What a message gives besides its intent: numbers, people, days, manners."""

from __future__ import annotations

import re
from decimal import Decimal

from brain.mind.folding import grouped, words
from brain.mind.lexicon import Lexicon
from brain.mind.values import Slots

_DIGIT_RUN = re.compile(r"(?<![\d/])\d(?:[\s.\-]?\d)*(?![\d/])")
_AMOUNT = re.compile(
    r"(?:rd ?)?\$ ?\d[\d.,]*|\b\d[\d.,]* ?(?:mil )?(?:pesos|dolares|cuartos)\b"
    r"|\b(?:pague|abone|deposite|transferi|abonar|abono|abono de|abonara|pago de|si pago|si doy|di)"
    r" (?:unos |los )?\d[\d.,]*"
)
_CORRECTED = re.compile(
    r"\b(?:perdon|disculpa|disculpe|digo|corrijo|quise decir|me equivoque|mejor dicho|es decir)\b"
    r".*\d"
)
_TODAY = re.compile(r"\b(?:hoy|ahora|ya|ahorita|orita|todavia)\b")
_TOMORROW = re.compile(r"\bmanana\b")
_CHOICE = re.compile(r"^(?:el|la|opcion|numero|#)?\s*([1-9])\.?$")


def read_slots(said: str, lexicon: Lexicon, weekday: int) -> Slots:
    """Read the slots of a message; `weekday` is today's, for "mañana"."""
    text = lexicon.normal(said)
    runs = digit_runs(text, lexicon)
    numbers = digit_runs(_AMOUNT.sub(" ", text), lexicon)  # money that was paid is no account
    numbers = tuple(each for each in numbers if each not in grouped(said))  # nor is "19,250"
    return Slots(
        account_number=_account_number(numbers, corrected=_CORRECTED.search(text) is not None),
        digits=runs,
        quantity=quantity(text, lexicon),
        department=department(text, lexicon),
        day=_day(text, lexicon, weekday),
        today=_TODAY.search(text) is not None,
        ordinal=ordinal(text, lexicon),
        polite=lexicon.says("polite", text),
        frustrated=lexicon.says("frustrated", text),
        lacks=lexicon.says("lacks", text),
    )


def _account_number(runs: tuple[str, ...], *, corrected: bool) -> str | None:
    """Give the first long number, or the last where somebody corrected himself."""
    long = [run for run in runs if 4 <= len(run) <= 14]
    return (long[-1] if corrected else long[0]) if long else None


def digit_runs(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Numbers with the spaces, dashes and points inside them dropped; dictated digits too."""
    spoken = _spoken(text, lexicon)
    runs = [re.sub(r"\D", "", match[0]) for match in _DIGIT_RUN.finditer(text)]
    return tuple([spoken] if spoken else []) + tuple(runs)


def _spoken(text: str, lexicon: Lexicon) -> str | None:
    best, run = "", ""
    for word in words(text):
        digit = lexicon.digits.get(word) or (word if len(word) == 1 and word.isdigit() else None)
        run = run + digit if digit else ""
        best = max(best, run, key=len)
    return best if len(best) >= 4 else None


def quantity(text: str, lexicon: Lexicon) -> Decimal | None:
    """The first count in a text; measures (3/8, 4x8, 1/2") are none."""
    for word in words(text):
        if word.isdigit() and 0 < len(word) <= 5:
            return Decimal(word)
        if word in lexicon.numbers and word not in {"un", "una", "uno"}:
            return Decimal(lexicon.numbers[word])
    return None


def department(text: str, lexicon: Lexicon) -> str | None:
    for name, pattern in lexicon.departments:
        if pattern.search(text):
            return name
    return None


def _day(text: str, lexicon: Lexicon, weekday: int) -> int | None:
    named = next((lexicon.weekdays[w] for w in words(text) if w in lexicon.weekdays), None)
    if named is not None:
        return named
    return (weekday + 1) % 7 if _TOMORROW.search(text) else None


def ordinal(text: str, lexicon: Lexicon) -> int | None:
    """Which of the things offered is meant: "la segunda", "2", "opcion 3"."""
    number = _CHOICE.match(text)
    if number:
        return int(number[1]) - 1
    named = [lexicon.ordinals[w] for w in words(text) if w in lexicon.ordinals]
    return named[0] if named and len(words(text)) <= 4 else None
