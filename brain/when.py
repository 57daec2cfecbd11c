"""A moment to come, as one says it to a customer: "mañana a las 7:30 a. m."."""

from datetime import datetime, timedelta

from brain.mind.prompts import Prompts
from brain.mind.wording import clock, day_month
from brain.wording import say

NAMED_BY_WEEKDAY = timedelta(days=7)


def tell(moment: datetime, now: datetime, words: Prompts) -> str:
    """Write a moment; both in the store's time zone."""
    day = _day(moment, now, words)
    return say("when.one" if _hour(moment) == 1 else "when.at", day=day,
               time=clock(moment.time(), words))  # fmt: skip


def _hour(moment: datetime) -> int:
    return moment.hour % 12


def _day(moment: datetime, now: datetime, words: Prompts) -> str:
    ahead = (moment.date() - now.date()).days
    if ahead < 2:
        return words.say("days.tomorrow" if ahead else "days.today")
    named = words.say("days.on", day=words.names("days.names")[moment.weekday()])
    if ahead < NAMED_BY_WEEKDAY.days:
        return named
    return say("when.far", weekday=named, date=day_month(moment.date(), now.date(), words))
