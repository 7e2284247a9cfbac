"""What is due as a calendar (RFC 5545) that Thunderbird and Outlook import.

Outlook imports events and passes over tasks: an action is an event of the whole day that leaves
the day free, an appointment an event at its hour in the time of Paris, with an alarm the day
before. An event keeps its identifier when it is put off: importing again moves it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zlib import crc32
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone

from venez_vivre.store.queries.followups import Line
from venez_vivre.store.queries.households import person_name
from venez_vivre.texts import clean
from venez_vivre.vocabulary import FollowUpKind

ZONE = "Europe/Paris"
FIRST, LAST = date(1970, 1, 1), date(2038, 1, 1)
BEFORE = timedelta(days=1)
AN_HOUR_WITHOUT_LENGTH = timedelta(minutes=15)
"""How long an action lasts that has an hour: a call."""


def written(lines: Sequence[Line], minutes: int) -> str:
    """The calendar of these follow-ups; an appointment lasts that many minutes."""
    calendar = Calendar()
    calendar.add("prodid", "-//venez-vivre//relances//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Venez vivre : relances et rendez-vous")
    if any(line.due_at for line in lines):
        calendar.add_component(Timezone.from_tzinfo(ZoneInfo(ZONE), ZONE, FIRST, LAST))
    for line in lines:
        calendar.add_component(_event(line, minutes))
    text: str = calendar.to_ical().decode("utf-8")
    return text


def _event(line: Line, minutes: int) -> Event:
    event = Event()
    name = clean(person_name(line.first, line.last))
    event.add("uid", f"relance-{line.planned_as}-{crc32(line.action.encode()):08x}@venez-vivre")
    event.add("sequence", line.number)  # what is put off is planned anew, under a higher number
    event.add("dtstamp", _stamp(line))
    event.add("summary", clean(f"{line.action} · {name} ({line.reference})"))
    event.add("description", "\n".join(_details(line, name)))
    if line.place:
        event.add("location", clean(line.place))
    event.add("categories", ["Venez vivre"])
    _when(event, line, minutes)
    return event


def _stamp(line: Line) -> datetime:
    """The day it was planned: the same base gives the same bytes."""
    day = date.fromisoformat(line.planned_on or line.due_on)
    return datetime.combine(day, time(), UTC)


def _when(event: Event, line: Line, minutes: int) -> None:
    meeting = line.kind == FollowUpKind.APPOINTMENT
    if meeting:
        event.add_component(_alarm(line))
    day = date.fromisoformat(line.due_on)
    if line.due_at is None:
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        return
    start = datetime.combine(day, time.fromisoformat(line.due_at), ZoneInfo(ZONE))
    event.add("dtstart", start)
    event.add("dtend", start + (timedelta(minutes=minutes) if meeting else AN_HOUR_WITHOUT_LENGTH))
    event.add("transp", "OPAQUE" if meeting else "TRANSPARENT")


def _alarm(line: Line) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", clean(line.action))
    alarm.add("trigger", -BEFORE)
    return alarm


def _details(line: Line, name: str) -> list[str]:
    said = [f"{name}, {line.reference}"]
    if line.phone:
        said.append(f"Téléphone : {clean(line.phone)}")
    if line.commune:
        said.append(f"Habite : {clean(line.commune)}")
    if line.officer:
        said.append(f"Suivi par {clean(line.officer)}")
    return said
