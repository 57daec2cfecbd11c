"""JSON that is nearly what was meant: a real body with parts replaced, left out or repeated."""

import copy
import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

PAYLOADS = Path(__file__).parent.parent / "whatsapp" / "payloads"
Json = Any

EXACT: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, False, 0, -1, 1 << 70, 1.5, "", " ", "0", "-1", "\0", "\ud800", "9" * 400, "DO.1",
     "18095550101", "wa-1", "wa-" + "9" * 30, "c-1", "n-card-1-1", "2026-11-22T10:00:00Z",
     "9999999999", "99999999999999999999", [], {}, [[]], [{}], {"": ""}, {"id": {"id": 1}}]
)  # fmt: skip
JUNK = EXACT | st.text(max_size=20) | st.integers() | st.floats(allow_nan=False)


def mutated(originals: list[Json]) -> st.SearchStrategy[Json]:
    """Return a strategy of the originals, each with up to five parts that are something else."""

    @st.composite
    def body(draw: st.DrawFn) -> Json:
        made = copy.deepcopy(draw(st.sampled_from(originals)))
        for _ in range(draw(st.integers(0, 5))):
            made = _changed(made, draw)
        return made

    return body()


def _changed(made: Json, draw: st.DrawFn) -> Json:
    places = list(_places(made))
    if not places:
        return copy.deepcopy(draw(JUNK))
    holder, key = draw(st.sampled_from(places))
    what = draw(st.sampled_from(["replace", "replace", "drop", "repeat"]))
    if what == "drop":
        del holder[key]
    elif what == "repeat" and isinstance(holder, list):
        holder.append(copy.deepcopy(holder[key]))
    else:
        holder[key] = copy.deepcopy(draw(JUNK))
    return made


def _places(made: Json) -> Any:
    if isinstance(made, dict):
        for key in list(made):
            yield made, key
            yield from _places(made[key])
    elif isinstance(made, list):
        for place in range(len(made)):
            yield made, place
            yield from _places(made[place])


def webhooks() -> list[Json]:
    """Return one webhook of every kind."""
    return [json.loads(path.read_text("utf-8")) for path in sorted(PAYLOADS.glob("*.json"))]


ROOM = {
    "id": "room-1",
    "open": True,
    "visitor": {"id": "v1", "token": "wa-1", "username": "guest-1"},
    "servedBy": {"id": "u1", "username": "ventas.marta", "isBot": False},
    "department": {"id": "d1", "name": "Ventas"},
}
AT = "2026-11-22T10:00:00.000Z"


def events() -> list[Json]:
    """Return one event of every kind that the app tells."""
    message = {
        "id": "m1", "text": "Buenas", "ts": AT,
        "sender": {"id": "u1", "username": "ventas.marta", "kind": "agent"},
        "system": None, "edited": False, "deleted": False,
        "file": {"id": "f", "name": "a.pdf", "type": "application/pdf", "size": 3, "url": "/f/a"},
    }  # fmt: skip
    command = {
        "name": "crear-ticket",
        "args": ["ventas", "x"],
        "user": {"id": "u1", "username": "m"},
    }
    common = {"id": "e1", "ts": AT, "room": ROOM}
    kinds = ("room-started", "assigned", "transferred", "closed", "rescued", "ping")
    return [
        {"event": "message", "message": message, **common},
        {"event": "message", "message": message | {"text": "!cerrar-ticket"}, **common},
        {"event": "message", "message": message | {"edited": True}, **common},
        {"event": "command", "command": command, **common},
        *({"event": kind, "by": None, **common} for kind in kinds),
    ]


def omnichannel() -> list[Json]:
    """Return one webhook of every kind that Omnichannel sends where the app does not run."""
    message = {"_id": "m1", "username": "ventas.marta", "msg": "Buenas", "ts": AT, "agentId": "u1",
               "u": {"_id": "u1", "username": "ventas.marta"}}  # fmt: skip
    common = {
        "_id": "room-1",
        "visitor": {"_id": "v1", "token": "wa-1", "username": "guest-1"},
        "agent": {"_id": "u1", "username": "ventas.marta"},
        "servedBy": {"_id": "u1", "username": "ventas.marta"},
        "createdAt": AT,
        "messages": [message],
    }
    kinds = ("Message", "LivechatSessionTaken", "LivechatSessionForwarded", "LivechatSession")
    return [{"type": kind, **common} for kind in kinds]
