"""The store's own: its tables, its hours, its time zone, the pilot."""

from collections.abc import Iterator

from brain import holidays, opening
from brain.doctor.finding import Finding, ok, problem, warning
from brain.doctor.patient import Patient
from brain.mind.hours import parse_hours
from brain.mind.lexicon import unreadable
from brain.mind.prompts import PromptManager
from brain.models import every, one

OLD_DAYS = 14
NOBODY_KNOWS = "Customers are not told whether somebody is there, or when somebody will be."
IMPORT = "Run `python -m brain import <folder>` (docs/install.md tells the format)."


def look(patient: Patient) -> Iterator[Finding]:
    """Look at what the answers are made from."""
    yield from _tables(patient)
    yield from _hours(patient)
    yield from _holidays(patient)
    yield from _words(patient)
    yield from _time(patient)
    yield from _pilot(patient)


def _tables(patient: Patient) -> Iterator[Finding]:
    products = one("SELECT count(*) FROM store_product")[0]
    at = one("SELECT max(at) FROM store_import")[0]
    if not at or not products:
        yield problem(
            "store.tables",
            "No products are imported.",
            "The bot can answer no question on prices and stock; people have to.",
            IMPORT,
        )
        return
    days = (patient.now() - at).days
    told = f"{products} products, imported {_days_ago(days)}."
    if days >= OLD_DAYS:
        why = "Prices and stock that the bot tells are as old as that."
        yield warning("store.tables", told, why, IMPORT + " A timer can do it every night.")
    else:
        yield ok("store.tables", told)


def _days_ago(days: int) -> str:
    return "today" if days < 1 else f"{days} day(s) ago"


def _hours(patient: Patient) -> Iterator[Finding]:
    told = patient.settings.support_hours
    if told and told != opening.ALWAYS and not parse_hours(told):
        yield problem(
            "store.hours",
            f"SUPPORT_HOURS cannot be read: {told!r}. It is taken for always open.",
            f"{NOBODY_KNOWS} Tickets turn red at night.",
            "Write it like `Lun-Vie 8:00am-6:00pm; Sáb 8:00am-1:00pm`, or `siempre`.",
        )
        return
    branches = every("SELECT name, hours FROM store_branch ORDER BY name")
    unread = [name for name, hours in branches if not parse_hours(hours or "")]
    if (not branches or unread) and not told:
        whose = ", ".join(unread) if branches else "any branch"
        yield warning(
            "store.hours",
            f"There are no opening hours that can be read for {whose}.",
            NOBODY_KNOWS,
            'Write them in `branches` like "L-V 8:00-18:00; Sáb 8:00-13:00" and import again, or '
            "set SUPPORT_HOURS.",
        )
        return
    yield ok("store.hours", _open_now(patient))


def _open_now(patient: Patient) -> str:
    hours, now = opening.of_store(patient.settings), patient.now()
    if hours.is_open(now):
        return "By its hours the store answers now."
    opens = hours.next_opening(now)
    when = f"{opens.astimezone(patient.settings.zone):%Y-%m-%d %H:%M}" if opens else "never"
    return f"By its hours nobody answers now; somebody will: {when}."


def _holidays(patient: Patient) -> Iterator[Finding]:
    file = patient.settings.holidays_file
    try:
        holidays.load(file)
    except (holidays.HolidaysRefused, OSError) as error:
        yield problem(
            "store.holidays",
            f"{file} cannot be read: {error}. The shipped holidays are taken.",
            "The store's own closed days are not known.",
            "Correct the file; it counts at once.",
        )
    else:
        yield ok("store.holidays", f"Holidays are read from {file.name}.")


def _words(patient: Patient) -> Iterator[Finding]:
    """Look at the store's own sentences and slang."""
    own = patient.settings.words_folder
    if own is None:
        return
    found = [PromptManager(own=own).problem, unreadable(own)]
    for told in filter(None, found):
        yield problem(
            "store.words",
            f"A file in {own} is not used: {told}.",
            "The bot says and understands what it did before, or what it does without these files.",
            "Mend the file; docs/install.md tells how under *The store's own words*.",
        )
    if not any(found):
        yield ok("store.words", f"The store's own words in {own} are used.")


def _time(patient: Patient) -> Iterator[Finding]:
    local = patient.now().astimezone(patient.settings.zone)
    zone = patient.settings.timezone
    yield ok("store.time", f"In {zone} it is {local:%Y-%m-%d %H:%M}; TIMEZONE is to be the store's")


def _pilot(patient: Patient) -> Iterator[Finding]:
    numbers = len(patient.settings.pilot_numbers)
    who = f"{numbers} number(s); everybody else goes to people" if numbers else "everybody"
    yield ok("store.pilot", f"The bot serves {who} (PILOT_NUMBERS).")
