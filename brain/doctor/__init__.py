"""`python -m brain doctor`: look at every part, and say what to do about what is wrong.

It changes nothing. Each area looks for itself, at the same time as the others; one that stumbles
becomes a finding of its own.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import peewee

from brain.doctor import (
    machine,
    meta,
    meta_webhook,
    model,
    processes,
    rocketchat,
    store,
    store_database,
)
from brain.doctor.finding import Examined, Finding, Level, problem, warning
from brain.doctor.patient import Patient
from brain.models import database

__all__ = ["AREAS", "Examined", "Finding", "Level", "Patient", "examine", "is_well"]

Look = Callable[[Patient], Iterator[Finding]]


def _with_database(look: Look) -> Look:
    def looking(patient: Patient) -> Iterator[Finding]:
        with database.connection_context():
            yield from look(patient)

    return looking


AREAS: dict[str, tuple[Look, ...]] = {
    "This machine": (machine.look,),
    "Database": (store_database.look,),
    "Processes": (processes.look_at_web, _with_database(processes.look)),
    "Rocket.Chat": (rocketchat.look,),
    "Meta": (meta.look, _with_database(meta_webhook.traffic)),
    "Language model": (model.look,),
    "The store": (_with_database(store.look),),
}


def examine(patient: Patient, only: Sequence[str] = ()) -> Examined:
    """Look at every area, or those named; return what was found, in their order."""
    wanted = [name for name in AREAS if not only or name in only]
    with ThreadPoolExecutor(len(wanted)) as pool:
        found = pool.map(lambda name: _look(name, patient), wanted)
        return list(zip(wanted, found, strict=True))


def is_well(examined: Examined) -> bool:
    """Tell whether nothing has to be put right."""
    return not any(one.level is Level.PROBLEM for _, findings in examined for one in findings)


def _look(area: str, patient: Patient) -> list[Finding]:
    found: list[Finding] = []
    for look in AREAS[area]:
        try:
            found.extend(look(patient))
        except peewee.PeeweeException as error:
            found.append(_unseen(area, error))
        except Exception as error:  # noqa: BLE001  one area's trouble must not hide the others
            found.append(_stumbled(area, error))
    return found


def _unseen(area: str, error: Exception) -> Finding:
    return warning(
        "doctor.unseen",
        f"{area}: not all could be seen, for the database refused ({type(error).__name__}).",
        "What lies there is unknown.",
        "First see to what is said under Database.",
    )


def _stumbled(area: str, error: Exception) -> Finding:
    reason = getattr(error, "reason", None) or f"{type(error).__name__}: {str(error)[:160]}"
    return problem(
        "doctor.stumbled",
        f"{area}: looking on was not possible: {reason}.",
        "What comes after it was not looked at.",
        "See to the findings before it and run this again.",
    )
