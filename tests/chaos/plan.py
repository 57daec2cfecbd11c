"""What goes wrong, and when: drawn from a seed, so that a run can be repeated. Pure."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

MORTAL = ("web", "worker", "clock", "rocketchat", "db")
# Each strikes one send of whoever is next; the ones that end in "after" had taken the message.
SENDS = (
    *("429", "500", "502", "503", "131056", "timeout-before", "timeout-after"),
    *("reset-before", "reset-after"),
)
QUIET_AT_THE_END = 0.12  # of the run: kills only, so that it is known which fault was the last
AWAY_SECONDS = 150.0
FULL_SECONDS = 8.0
JUMPS_SECONDS = (240.0, 3600.0)  # WhatsApp's time, by which messages are ordered
BACK_SECONDS = 3600.0  # the database's clock, and all that waits by it


@dataclass(frozen=True)
class Strike:
    """One thing that goes wrong, so many seconds after the start."""

    at: float
    kind: str  # kill, send, away, deaf, full, jump, back
    what: Any = None


def draw(seed: int, kills: int, seconds: float, *, disk: bool = True) -> list[Strike]:
    """Draw what goes wrong within so many seconds, in order of time.

    Args:
        kills: how many processes are killed, each kind as often as the others.
        disk: whether the database's disk can be filled here.
    """
    dice = random.Random(seed)
    strikes = list(_kills(dice, kills, seconds))
    busy = seconds * (1 - QUIET_AT_THE_END)
    kinds = [*SENDS, *(dice.choice(SENDS) for _ in range(round(busy / 10) - len(SENDS)))]
    strikes += [Strike(dice.uniform(0, busy), "send", kind) for kind in kinds]
    away = Strike(busy * 0.2, "away", min(AWAY_SECONDS, busy / 3))
    strikes = [away, *(_kept_away(strike, away) for strike in strikes)]
    strikes += [Strike(dice.uniform(0, busy), "deaf", dice.randint(1, 3)) for _ in range(6)]
    if disk:
        strikes.append(Strike(busy * 0.55, "full", min(FULL_SECONDS, busy / 8)))
    strikes.append(Strike(busy * 0.65, "back", BACK_SECONDS))
    starts = (busy * 0.75, busy * 0.9)
    strikes += [Strike(at, "jump", jump) for at, jump in zip(starts, JUMPS_SECONDS, strict=True)]
    return sorted(strikes, key=lambda strike: strike.at)


def _kept_away(strike: Strike, away: Strike) -> Strike:
    """Who is away is killed as soon as he is back: killed meanwhile he would be back sooner."""
    until = away.at + away.what
    if (strike.kind, strike.what) == ("kill", "rocketchat") and away.at <= strike.at < until:
        return replace(strike, at=until)
    return strike


def _kills(dice: random.Random, kills: int, seconds: float) -> Iterator[Strike]:
    victims = [MORTAL[number % len(MORTAL)] for number in range(kills)]
    dice.shuffle(victims)
    moments = sorted(dice.uniform(0, seconds) for _ in victims)
    if moments:
        moments[-1] = seconds
    for moment, victim in zip(moments, victims, strict=True):
        yield Strike(moment, "kill", victim)
