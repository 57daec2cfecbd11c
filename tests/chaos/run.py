"""One run: people write, everything is struck, and then it is seen whether it all comes right."""

import random
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace

import psycopg
import requests

from tests.chaos.people import Asker, Person, Phones, Served
from tests.chaos.plan import Strike
from tests.chaos.reckoning import Account, Reckoning, overtaken, reckon
from tests.chaos.records import Records
from tests.chaos.striking import Striker
from tests.chaos.supervised import SupervisedSystem
from tests.system import troubles

TICK_SECONDS = 0.2
SETTLES_WITHIN_SECONDS = 150.0
SWEEP_SECONDS = 5.0
CONFIRMS_WITHIN_SECONDS = 330.0  # after that nobody knows, and the agents are told so
Reading = list[tuple[Person, Reckoning]]


@dataclass
class Result:
    """What came of a run."""

    total: Reckoning
    struck: dict[str, int]
    restarts: dict[str, int]
    waited: list[float]
    recovered: float | None  # seconds from the last blow until all was well; None: never
    rescued: int
    open_sends: int = 0  # of which Meta had not told when all else was well
    after: dict[str, list[float]] = field(
        default_factory=dict
    )  # blow -> seconds to the next answer
    wrong: list[str] = field(default_factory=list)


class Run:
    """Askers and served customers in one system."""

    def __init__(self, system: SupervisedSystem, seed: int, askers: int, served: int) -> None:
        self.system = system
        dice = random.Random(seed)
        self.phones = Phones(system)
        self.served = [Served(system, random.Random(dice.random())) for _ in range(served)]
        self.askers = [Asker(system, random.Random(dice.random())) for _ in range(askers)]
        self.answers: list[float] = []
        self.overtaken: dict[str, str] = {}

    @property
    def people(self) -> list[Person]:
        """Everybody."""
        return [*self.askers, *self.served]

    def under(self, plan: list[Strike], progress: Callable[[str], None]) -> Result:
        """Let everybody write while the plan is carried out; wait until all is well, or never."""
        striker = Striker(self.system, plan)
        quiet = threading.Event()
        agents = [threading.Thread(target=_keep_writing, args=(one, quiet)) for one in self.served]
        with troubles.rules_of_meta(self.system, retry_max_ms=1000):
            self.system.supervise()
            striker.start()
            for agent in agents:
                agent.start()
            while not striker.over.is_set():
                self._tick()
                progress(f"{len(striker.blows)}/{len(plan)}, {len(self.answers)} answers")
            quiet.set()
            for agent in agents:
                agent.join()
            requests.delete(f"{self.system.meta_url}/_world/faults", timeout=10)
            recovered, reading, rescued = self._settle(striker.last_blow)
            open_sends = sum((one for _, one in reading), Reckoning()).unconfirmed
            if recovered is not None:
                reading = self._confirm(reading)
        return Result(
            total=sum((one for _, one in reading), Reckoning()),
            struck=dict(striker.struck),
            restarts=dict(self.system.restarts),
            waited=[seconds for asker in self.askers for seconds in asker.waited],
            recovered=recovered,
            rescued=rescued,
            open_sends=open_sends,
            after=self._next_answers(striker.blows),
            wrong=[
                *(_words(person, one) for person, one in reading if _is_wrong(one)),
                *self.overtaken.values(),
            ],
        )

    def _tick(self) -> None:
        self._listen()
        now = time.monotonic()
        for asker in self.askers:
            asker.asks(now)
        time.sleep(TICK_SECONDS)

    def _listen(self) -> None:
        self.phones.read()
        now = time.monotonic()
        for asker in self.askers:
            if asker.looks(self.phones.texts(asker), now):
                self.answers.append(now)

    def _settle(self, last_blow: float) -> tuple[float | None, Reading, int]:
        """Wait until nothing is missing; say how long after the last blow that was."""
        reading: Reading = []
        rescued: set[int] = set()
        while time.monotonic() - last_blow < SETTLES_WITHIN_SECONDS:
            self._listen()
            looked = time.monotonic()
            with suppress(requests.RequestException, psycopg.OperationalError):  # just starting
                records = Records(self.system)
                reading, rescued = self._read(records)
                if not any(one.lost for _, one in reading):
                    return looked - last_blow, reading, len(rescued)
            time.sleep(0.5)
        return None, reading, len(rescued)

    def _confirm(self, reading: Reading) -> Reading:
        """Wait until the last send of unknown outcome is settled, or given up."""
        until = time.monotonic() + CONFIRMS_WITHIN_SECONDS
        records = Records(self.system)
        while records.waits_for_meta() and time.monotonic() < until:
            time.sleep(2)
        if any(one.unconfirmed or one.held_back for _, one in reading):
            time.sleep(SWEEP_SECONDS)  # what was settled is sent, what was given up is told
            self._listen()
            reading, _ = self._read(records)
        return reading

    def _read(self, records: Records) -> tuple[Reading, set[int]]:
        heard_at, open_sends = self.phones.heard_at(), records.unconfirmed()
        rescued = {id(one) for one in self.askers if records.is_with_people(one)}
        reading = []
        for person in self.people:
            account = records.account(person, self.phones, heard_at, open_sends)
            if id(person) in rescued:
                account = _by_people(account)
            reading.append((person, reckon(account)))
            late = overtaken(account)
            if late:
                self.overtaken[person.id] = _order(account, late)
        return reading, rescued

    def _next_answers(self, blows: list[tuple[float, str]]) -> dict[str, list[float]]:
        found: dict[str, list[float]] = {}
        for moment, name in blows:
            later = next((at for at in self.answers if at > moment), None)
            if later is not None:
                found.setdefault(name, []).append(later - moment)
        return found


def _by_people(account: Account) -> Account:
    """What people have to answer is not the bot's any more."""
    return replace(account, questions=0)


def _keep_writing(one: Served, quiet: threading.Event) -> None:
    while not quiet.wait(TICK_SECONDS):
        now = time.monotonic()
        one.goes_on(now)
        one.marta.goes_on(now)


def _is_wrong(one: Reckoning) -> bool:
    return bool(one.lost or one.duplicated or one.disordered or one.held_back)


def _order(account: Account, late: list[str]) -> str:
    """Show the two orders around what came late."""
    rooms = [one.id for one in account.relayed]
    first = max(0, rooms.index(late[0]) - 3)
    sent = [tracker for tracker in account.on_phone if tracker.rpartition(":")[0] in rooms[first:]]
    return f"overtaken: {late}; rooms {rooms[first:]}; phone {sent}"


def _words(person: Person, one: Reckoning) -> str:
    counts = {name: n for name, n in vars(one).items() if n}
    return f"{person.dialogue.name} {type(person).__name__}: {counts}"
