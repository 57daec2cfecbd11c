"""Numbers in texts: money, other figures, and how many a customer says, in digits or in words."""

import re
from collections.abc import Iterator
from decimal import Decimal

from tests.eval.tables import folded

MONEY = re.compile(
    r"(?:rd\s?\$|us\s?\$|\$)\s?(-?\d[\d,]*(?:\.\d+)?)|(\d[\d,]*(?:\.\d+)?)\s?(?:pesos?|dop)\b", re.I
)
_FIGURE = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_FRACTION = re.compile(r"\b(\d+)\s?/\s?(\d+)\b")
_WORDS: dict[str, int] = {
    word: number
    for number, words in {
        1: "un uno una", 2: "dos par", 3: "tres", 4: "cuatro", 5: "cinco", 6: "seis", 7: "siete",
        8: "ocho", 9: "nueve", 10: "diez", 11: "once", 12: "doce docena docenas", 13: "trece",
        14: "catorce", 15: "quince kince", 16: "dieciseis", 17: "diecisiete", 18: "dieciocho",
        19: "diecinueve", 20: "veinte", 21: "veintiun veintiuno", 22: "veintidos", 23: "veintitres",
        24: "veinticuatro", 25: "veinticinco", 26: "veintiseis", 27: "veintisiete",
        28: "veintiocho", 29: "veintinueve", 30: "treinta", 40: "cuarenta", 50: "cincuenta",
        60: "sesenta", 70: "setenta", 80: "ochenta", 90: "noventa", 100: "cien ciento",
        200: "doscientos doscientas", 300: "trescientos trescientas", 400: "cuatrocientos",
        500: "quinientos quinientas", 1000: "mil",
    }.items()
    for word in words.split()
}  # fmt: skip
_DOZENS = {"docena", "docenas"}
_THOUSANDS = re.compile(r"\b(\d{1,3}) mil\b")
_HALF = re.compile(r"medi[oa]s?")


def money_in(text: str) -> list[Decimal]:
    """List the amounts of money of a text."""
    return [_decimal(match[1] or match[2]) for match in MONEY.finditer(text)]


def figures_in(text: str) -> set[Decimal]:
    """Give every number of a text, money or not."""
    return {_decimal(match[0]) for match in _FIGURE.finditer(text)}


def said_in(text: str) -> set[Decimal]:
    """Give the numbers that a customer says: digits, fractions, number words, dozens, halves."""
    plain = folded(text)
    found = figures_in(plain) | set(_in_words(plain))
    for above, below in _FRACTION.findall(plain):
        if int(below):
            found.add(Decimal(above) / Decimal(below))
    found |= {Decimal(number) * 1000 for number in _THOUSANDS.findall(plain)}
    if _HALF.search(plain):
        half = Decimal("0.5")
        found |= {half, Decimal(6), *(each + half for each in set(found))}
    return found


def _in_words(plain: str) -> Iterator[Decimal]:
    total = 0
    for word in [*re.findall(r"[a-z]+", plain), ""]:
        if word == "y" and total:
            continue
        if word in _DOZENS or word == "mil":
            total = max(total, 1) * _WORDS[word]
        elif word in _WORDS:
            if total and (total < 20 or total % 10):  # "dos tres": two numbers, not one
                yield Decimal(total)
                total = 0
            total += _WORDS[word]
        elif total:
            yield Decimal(total)
            total = 0


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
