"""What the customer wrote, what stands in the room, what the phone got: do they agree? Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

# What was sent while Rocket.Chat was away stands in the room from when it is back.
SHOWN_AFTERWARDS = "c-outage-"


@dataclass(frozen=True)
class Said:
    """What a customer wrote, in the order written; `heard_at`: when a webhook of it got its 200."""

    text: str
    heard_at: float | None


@dataclass(frozen=True)
class Relayed:
    """A room message that is for the customer. `author`: bot, notice or agent."""

    id: str
    author: str


@dataclass(frozen=True)
class Account:
    """One customer's conversation in the world's records."""

    said: Sequence[Said]
    in_room: Sequence[str]  # the customer's own words as they stand in his rooms
    relayed: Sequence[Relayed]  # what the rooms hold for him, in the rooms' order
    on_phone: Sequence[str]  # trackers, as the phone got them
    unconfirmed: frozenset[str] = frozenset()  # room messages whose sending Meta never confirmed
    open_sends: frozenset[str] = frozenset()  # those of which it may still tell
    questions: int = 0  # how many of what he wrote want an answer of the bot's


@dataclass(frozen=True)
class Reckoning:
    """What came of conversations."""

    written: int = 0
    relayed: int = 0
    lost_in: int = 0
    twice_in: int = 0
    disordered_in: int = 0
    unanswered: int = 0
    answered_twice: int = 0
    lost_out: int = 0
    twice_out: int = 0
    disordered_out: int = 0
    strangers: int = 0  # on the phone, and in no room
    unconfirmed: int = 0
    held_back: int = 0  # waits in its order behind a send that is open

    def __add__(self, other: "Reckoning") -> "Reckoning":
        return Reckoning(
            *(getattr(self, one.name) + getattr(other, one.name) for one in fields(self))
        )

    @property
    def lost(self) -> int:
        """How many messages or answers never arrived."""
        return self.lost_in + self.unanswered + self.lost_out

    @property
    def duplicated(self) -> int:
        """How many came once too often."""
        return self.twice_in + self.answered_twice + self.twice_out + self.strangers

    @property
    def disordered(self) -> int:
        """How many stand before one they came after."""
        return self.disordered_in + self.disordered_out


def reckon(account: Account) -> Reckoning:
    """Hold a conversation's three records against each other."""
    said = _numbered(one.text for one in account.said)
    room = _numbered(account.in_room)
    phone = [tracker for tracker in account.on_phone if tracker.endswith(":0")]
    sent = [tracker.removesuffix(":0") for tracker in phone]
    due = [one.id for one in account.relayed]
    bots = sum(one.author == "bot" for one in account.relayed)
    known_to_be_missing = {one for one in due if one in account.unconfirmed and one not in sent}
    held_back = _held_back(due, sent, account.open_sends)
    return Reckoning(
        written=len(said),
        relayed=len(due),
        lost_in=len(set(said) - set(room)),
        twice_in=len(set(room) - set(said)),
        disordered_in=_disordered(room, said, [one.heard_at for one in account.said]),
        unanswered=max(0, account.questions - bots),
        answered_twice=max(0, bots - account.questions) if account.questions else 0,
        lost_out=len(set(due) - set(sent) - known_to_be_missing - held_back),
        twice_out=len(sent) - len(set(sent)),
        disordered_out=len(overtaken(account)),
        strangers=len(set(sent) - set(due)),
        unconfirmed=len(known_to_be_missing),
        held_back=len(held_back - known_to_be_missing),
    )


def _held_back(due: Sequence[str], sent: Sequence[str], open_sends: frozenset[str]) -> set[str]:
    """Return what was not sent because something before it is open at Meta."""
    waited_for = (place for place, one in enumerate(due) if one in open_sends and one not in sent)
    first = next(waited_for, len(due))
    return set(due[first + 1 :]) - set(sent)


def _numbered(texts: Iterable[str]) -> list[tuple[str, int]]:
    """Tell equal texts apart by how many came before."""
    counts: Counter[str] = Counter()
    numbered = []
    for text in texts:
        numbered.append((text, counts[text]))
        counts[text] += 1
    return numbered


def _disordered(
    room: Sequence[tuple[str, int]],
    said: Sequence[tuple[str, int]],
    heard_at: Sequence[float | None],
) -> int:
    """Count what stands behind something that was both said later and heard later.

    What came late could not be waited for: nobody knew of it.
    """
    there = [said.index(one) for one in room if one in set(said)]
    times = [at if at is not None else float("inf") for at in heard_at]
    return sum(
        any(earlier > one and times[earlier] > times[one] for earlier in there[:place])
        for place, one in enumerate(there)
    )


def overtaken(account: Account) -> list[str]:
    """Return what the phone got after something that stands behind it in the rooms."""
    due = [one.id for one in account.relayed if not one.id.startswith(SHOWN_AFTERWARDS)]
    sent = [tracker.removesuffix(":0") for tracker in account.on_phone if tracker.endswith(":0")]
    places = [due.index(one) for one in dict.fromkeys(sent) if one in due]
    late = [one for place, one in enumerate(places) if place and one < max(places[:place])]
    return [due[one] for one in late]
