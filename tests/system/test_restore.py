"""A backup restored into a new system goes on where the old one stopped: nothing said twice."""

import re
from pathlib import Path

from tests.system.dialogue import Dialogue
from tests.system.running import System, wait_until

PRICE = "¿A cómo la funda de cemento Titán?"
A_LONG_TIME = 45.0
OURS = ("web", "worker", "clock", "db")


def kill_ours(system: System) -> None:
    for name in OURS:
        system.kill(name)


def start_anew(system: System, backup: Path, name: str, *options: str) -> None:
    """Start on another machine, as it were: an empty folder, the backup, the same world."""
    folder = system.folder / name
    folder.mkdir()
    system.env["VAR_DIR"] = str(folder)
    system.brain("restore", str(backup), *options)
    system.spawn(*OURS)
    system.wait_ready()


def ticket_in(text: str) -> int:
    return int(re.findall(r"ticket es: (\d+)", text)[0])


def test_a_system_that_moves_loses_and_repeats_nothing(mortal: System) -> None:
    talker, served = Dialogue(mortal), Dialogue(mortal)
    room_id = served.marta_serves()
    served.marta.writes(room_id, "Le habla Marta")  # so that no notice of ours has to say it
    served.hears("Le habla Marta")
    talker.customer(PRICE)
    talker.hears("Titán")
    kill_ours(mortal)
    backup = mortal.folder / "moving.backup"
    mortal.brain("backup", str(backup))
    talker.customer("¿Y dónde están ubicados?")
    served.marta.writes(room_id, "Escrito mientras se mudaba")
    start_anew(mortal, backup, "moved", "--nothing-since")
    talker.hears("Herrera", within=A_LONG_TIME)
    served.hears("mientras se mudaba", within=A_LONG_TIME)
    talker.customer("¿Cuánto son 10?")  # of what was asked about before the move
    talker.hears("Titán", within=A_LONG_TIME)
    assert served.phone.hears_nothing_for(1)
    assert len(talker.phone.texts()) == 3
    assert len(served.phone.texts()) == 3
    assert len(talker.rooms(open_only=False)) == 1


def test_what_the_old_system_did_after_the_backup_is_not_done_again(mortal: System) -> None:
    talker, served, late = Dialogue(mortal), Dialogue(mortal), Dialogue(mortal)
    served_room = served.marta_serves()
    talker.customer(PRICE)
    talker.hears("Titán")
    backup = mortal.folder / "of-the-night.backup"
    mortal.brain("backup", str(backup))

    talker.customer("¿Y dónde están ubicados?")
    talker.hears("Herrera")
    served.marta.writes(served_room, "Ya le digo")
    served.hears("Ya le digo")
    number = ticket_in(late.asks_for_a_person())  # somebody new, whom the backup does not know
    late_room = late.room()
    kill_ours(mortal)
    talker.customer("¿Hasta qué hora abren?")
    start_anew(mortal, backup, "restored")

    talker.hears("pm", within=A_LONG_TIME)
    later = Dialogue(mortal)
    assert ticket_in(later.asks_for_a_person()) > number
    late.customer("¿Siguen ahí?")
    wait_until(lambda: "¿Siguen ahí?" in str(late.said_in_room()), "it is in his room", A_LONG_TIME)
    assert late.room() == late_room
    late.marta.takes(late_room)
    late.marta.writes(late_room, "Aquí estamos")
    late.hears("Aquí estamos", within=A_LONG_TIME)
    served.marta.writes(served_room, "¿Algo más?")
    served.hears("¿Algo más?", within=A_LONG_TIME)

    assert len(talker.phone.texts()) == 3
    assert served.phone.texts()[1:] == ["Ya le digo", "¿Algo más?"]
    assert late.phone.texts()[-1] == "Aquí estamos"
    assert len(set(late.phone.texts())) == len(late.phone.texts())
    told = [text for _, text in served.said_in_room() if "se recuperó de una copia" in text]
    assert len(told) == 1
    assert [len(one.rooms(open_only=False)) for one in (talker, served, late)] == [1, 1, 1]
