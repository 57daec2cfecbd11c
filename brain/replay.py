"""A past conversation against today's mind: what it would say now, and what of that is new.

Nothing is written and nothing is sent: a mind only thinks.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from brain import past, written_case
from brain.mind.values import Thought, Turn, Utterance
from brain.past import NothingThere, Past, PastTurn
from brain.rocketchat.rooms import Rooms
from brain.settings import Settings
from brain.wording import harmless

__all__ = ["NothingThere", "compare", "eval_case", "run"]

PAGE = 100
Think = Callable[[Turn], Thought]


@dataclass(frozen=True)
class Decided:
    """What a turn came to, as far as two minds can be compared."""

    action: str
    understood: tuple[str, ...]
    workflow: tuple[str, ...]
    rows: tuple[str, ...]
    text: str
    choices: tuple[str, ...] = ()
    department: str = ""


@dataclass(frozen=True)
class Compared:
    """One turn, then and now."""

    said: str
    then: Decided
    now: Decided

    @property
    def differs(self) -> tuple[str, ...]:
        """What is not the same."""
        names = (field.name for field in fields(Decided))
        return tuple(n for n in names if getattr(self.then, n) != getattr(self.now, n))


def compare(conversation: Past, think: Think) -> Iterator[Compared]:
    """Let a mind think about each turn as it came, on what it itself made of the turns before."""
    state, history = conversation.state, list[Utterance]()
    for turn in conversation.turns:
        thought = think(_as_turn(conversation, turn, state, tuple(history)))
        state = json.loads(json.dumps(thought.state))
        now = _decided(type(thought.action).__name__, vars(thought.action), thought.decision)
        history += _uttered(turn, now)
        yield Compared(turn.text, _decided(turn.action, _bare(turn.data["action"]), turn.data), now)


def _bare(action: Any) -> Any:  # noqa: ANN401 - JSON
    """Leave out the notice on privacy, which the first words a customer heard ended with."""
    if not isinstance(action, dict) or not action.get("privacy"):
        return action
    text, _, _ = str(action["text"]).rpartition("\n\n")
    return action | {"text": text}


def _as_turn(
    conversation: Past, turn: PastTurn, state: dict[str, Any], history: tuple[Utterance, ...]
) -> Turn:
    customer = conversation.customer
    return Turn(
        customer_id=customer.id,
        name=customer.name,
        phone=customer.phone,
        text=turn.text,
        message_ids=turn.message_ids,
        choice_id=turn.choice_id,
        has_media=turn.has_media,
        history=history[-16:],
        state=state,
        now=turn.at,
    )


def _decided(action: str, content: Any, data: dict[str, Any]) -> Decided:  # noqa: ANN401 - JSON
    content = content if isinstance(content, dict) else {}
    rows = {f"{row['table']} {row['id']}" for row in data.get("rows", ())}
    intents = {str(each["name"]) for each in data.get("understood", {}).get("intents", ())}
    served = data.get("workflows") or [data.get("workflow", "")]
    return Decided(
        action=action,
        understood=tuple(sorted(intents)),
        workflow=tuple(map(str, served)),
        rows=tuple(sorted(rows)),
        text=str(content.get("text", "")),
        choices=tuple(map(_title, content.get("choices") or ())),
        department=str(content.get("department", "")),
    )


def _title(choice: Any) -> str:  # noqa: ANN401 - of the mind's, or of a decision's JSON
    shown = choice if isinstance(choice, dict) else vars(choice)
    return f"{shown['title']} {shown.get('description', '')}".strip()


def _uttered(turn: PastTurn, now: Decided) -> list[Utterance]:
    key = turn.message_ids[-1] if turn.message_ids else ""
    said = [Utterance(key, "customer", turn.text, turn.at)]
    return said + ([Utterance(f"b-{key}", "bot", now.text, turn.at)] if now.text else [])


def said_in(rooms: Rooms) -> Callable[[str], dict[str, str]]:
    """Give a reader of a room's texts in Rocket.Chat, by message id."""

    def read(room_id: str) -> dict[str, str]:
        told: dict[str, str] = {}
        while page := rooms.messages(room_id, len(told), PAGE):
            told |= {str(message["_id"]): str(message.get("msg", "")) for message in page}
            if len(page) < PAGE:
                break
        return told

    return read


def show(compared: list[Compared], console: Console) -> int:
    """Print every turn side by side; return how many differ."""
    for place, turn in enumerate(compared, 1):
        table = Table(title=_as_said(f"{place}. {turn.said}"), title_justify="left", expand=True)
        for column, width in (("", 1), ("then", 4), ("now", 4)):
            table.add_column(column, ratio=width)
        for name in (field.name for field in fields(Decided)):
            then, now = (_cell(getattr(each, name)) for each in (turn.then, turn.now))
            if then or now:
                style = "bold yellow" if name in turn.differs else None
                table.add_row(name, then, now if name in turn.differs else "=", style=style)
        console.print(table)
    different = sum(bool(turn.differs) for turn in compared)
    console.print(f"{different} of {len(compared)} turns differ")
    return different


def _cell(value: str | tuple[str, ...]) -> Text | None:
    said = value if isinstance(value, str) else ", ".join(value)
    return _as_said(said) if said else None


def _as_said(words: str) -> Text:
    """Give words as they are: in a customer's nothing is an order to the terminal."""
    return Text(harmless(words))


def run(settings: Settings, room: str, *, as_case: bool) -> None:
    """Do the command: print what differs, or the masked case.

    Raises:
        NothingThere: no such room, no turn of the bot in it, or its words are gone.
        Failure: the rows no longer hold the words, and Rocket.Chat does not give them.
    """
    console = Console()
    if as_case:
        console.out(harmless(eval_case(room)), end="", highlight=False)
        return
    from brain import doors, services  # takes a second: not before there is a room

    conversation = past.read(room, said_in(doors.connect(settings).rooms))
    mind = services.mind_of(settings)
    try:
        show(list(compare(conversation, mind.think)), console)
    finally:
        mind.close()


def eval_case(room_id: str) -> str:
    """Give a room's conversation as a YAML case for the evaluation, numbers and names masked.

    Raises:
        NothingThere: no such room, no turn of the bot in it, or its words are gone.
    """
    return written_case.as_yaml(past.read(room_id))
