"""Money in Dominican pesos, as the store writes it: RD$ 1,850.00."""

import re
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
LARGEST = Decimal("999999999.99")

_SIGNS = re.compile(r"^(?:RD\s*\$|DOP|\$)\s*|\s*(?:RD\s*\$|DOP|\$)$", re.IGNORECASE)
_PLAIN = re.compile(r"(\d+)(?:\.(\d+))?", re.ASCII)
_GROUPED = re.compile(r"(\d{1,3}(?:,\d{3})+)(?:\.(\d+))?", re.ASCII)


class NotMoney(ValueError):
    """The text is no amount, or one that could be read in two ways (`ambiguous`)."""

    def __init__(self, text: str, *, ambiguous: bool) -> None:
        super().__init__(text)
        self.ambiguous = ambiguous


def format_dop(amount: Decimal) -> str:
    """Write an amount as customers read it."""
    rounded = amount.quantize(CENT, rounding=ROUND_HALF_UP)
    sign = "-" if rounded < 0 else ""
    return f"{sign}RD$ {abs(rounded):,.2f}"


def parse_money(text: str) -> Decimal:
    """Read "1,850.00", "RD$ 1,850" or "-50"; refuse what another country would read differently."""
    return parse_number(_SIGNS.sub("", text.strip()), decimals=2)


def parse_number(text: str, decimals: int) -> Decimal:
    """Read a number with commas between thousands and a point before decimals."""
    bare = text.strip()
    negative = bare.startswith("-") or (bare.startswith("(") and bare.endswith(")"))
    bare = _SIGNS.sub("", bare.strip("()").lstrip("+-").strip())
    match = _PLAIN.fullmatch(bare) or _GROUPED.fullmatch(bare)
    if match is None:
        raise NotMoney(text, ambiguous=re.fullmatch(r"[0-9.,]*[0-9][0-9.,]*", bare) is not None)
    whole, fraction = match[1].replace(",", ""), match[2] or ""
    if _reads_as_thousands(bare, whole, fraction):
        raise NotMoney(text, ambiguous=True)
    if len(fraction.rstrip("0")) > decimals or len(whole) > 15:
        raise NotMoney(text, ambiguous=False)
    value = Decimal(f"{int(whole)}.{fraction[:decimals] or '0'}")
    return -value if negative else value


def _reads_as_thousands(bare: str, whole: str, fraction: str) -> bool:
    # "1.850" may be 1850 to whoever wrote it; "0.850" and "1,250.850" may not.
    return len(fraction) == 3 and len(whole) <= 3 and int(whole) > 0 and "," not in bare
