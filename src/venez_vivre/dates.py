"""Dates as people type them, periods as reports count them, and French working days."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from venez_vivre import NamedTuple
from venez_vivre.errors import Misuse
from venez_vivre.texts import Pattern, clean, fold, listed, shorten

YEARS = range(1900, 2200)
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet",
    "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_DAY = timedelta(days=1)
_NAMED_DAYS = {
    "aujourdhui": 0, "aujourd hui": 0, "auj": 0, "hier": -1, "demain": 1,
    "avant hier": -2, "apres demain": 2,
}  # fmt: skip
_FORMS = "2025-11-27, 27/11/2025, 27/11, aujourdhui, hier, demain, lundi, +7j, -3j, +2s ou +1m"

# [0-9] and never \d: the digits of other scripts are not accepted.
_YEAR_FIRST = Pattern(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_DAY_FIRST = Pattern(r"([0-9]{1,2})([-/.])([0-9]{1,2})(?:\2([0-9]{4}|[0-9]{2}))?")
_SHIFT = Pattern(
    r"([+-]) ?([0-9]{1,4}) ?(?:(j|jours?)|(s|sem|semaines?)|(m|mois)|(?:a|ans?))",
    re.ASCII | re.IGNORECASE,
)
_WEEKDAY = Pattern(f"({'|'.join(WEEKDAYS)})(?: (dernier|prochain))?")
_DAY_NAME = r"(?:lun|mar|mer|jeu|ven|sam|dim|mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}"
_MOMENT = Pattern(
    rf"(?:{_DAY_NAME}\.?,? |le )?([0-9][0-9./-]{{5,9}})"
    r"(?:(?:[T ]|, | - | à |, à )(?:[01]?[0-9]|2[0-3])"
    r"(?:h|(?::| ?h ?)[0-5][0-9](?:[:m][0-5][0-9]s?(?:[.,][0-9]{1,9})?)?)"
    r"(?: ?[AP]\.?M\.?)?(?: ?(?:Z|CES?T|\(?(?:UTC|GMT)?\)?(?:[+-][0-9]{1,2}(?::?[0-9]{2})?)?))?)?",
    re.ASCII | re.IGNORECASE,
)
_SPELLED_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan january", "fevrier fevr fev february feb", "mars mar march",
            "avril avr april apr", "mai may", "juin jun june", "juillet juil jul july",
            "aout aou august aug", "septembre sept sep september", "octobre oct october",
            "novembre nov november", "decembre dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH_NAME = f"({'|'.join(sorted(_SPELLED_MONTHS, key=len, reverse=True))})"
_SPELLED = Pattern(
    rf"(?:{_DAY_NAME} |le )?"
    rf"(?:([0-9]{{1,2}}) ?(?:er|st|nd|rd|th)? ?{_MONTH_NAME} ?([0-9]{{4}}|[0-9]{{2}})"
    rf"|{_MONTH_NAME} ([0-9]{{1,2}})(?:st|nd|rd|th)? ([0-9]{{4}}))"
    r"(?: (?:(?:a|at) )?(?:[01]?[0-9]|2[0-3])(?: ?h(?: ?[0-5][0-9])?| [0-5][0-9](?: [0-5][0-9])?)"
    r"(?: ?[ap] ?m)?(?: ?(?:z|utc|gmt|ces?t))?(?: ?[0-9]{1,2}(?: ?[0-9]{2})?)?)?"
)
_HOUR = Pattern(
    r"(?:(.*?)(?:,? (?:à |a )?|T))?([01]?[0-9]|2[0-3]) ?(?:h ?([0-5][0-9])?|:([0-5][0-9]))",
    re.ASCII | re.IGNORECASE,
)
_COMPACT = Pattern(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_ODD_SPACES = dict.fromkeys((0x09, 0xA0, 0x2009, 0x202F), " ")


def parse_date(text: str, today: date) -> date:
    """Read a date as an officer types it; ``today`` anchors the relative forms.

    Accepted: 2025-11-27, 27/11/2025 (also with . or -, a two-digit year, or no year: this year),
    aujourdhui, hier, demain, avant-hier, après-demain, lundi (strictly after today), lundi dernier
    (strictly before), +7j, -3j, +2s, +1m (clamped to the month's end), +1a. Case and accents are
    ignored. Raises Misuse for anything else, and outside the years 1900-2199.
    """
    stripped = text.strip()
    try:
        found = _calendar_day(stripped, today.year) or _relative(stripped, today)
    except (ValueError, OverflowError):
        raise Misuse(
            f"La date « {_quoted(text)} » n’existe pas dans le calendrier (années 1900 à 2199)."
        ) from None
    if found is None:
        raise Misuse(f"Date incomprise : « {_quoted(text)} ». Formes acceptées : {_FORMS}.")
    return found


def parse_slot(text: str, today: date) -> tuple[date, str | None]:
    """Read a day with its hour, if there is one: ``lundi 14h30`` gives that day and ``14:30``.

    Every form of ``parse_date``, then ``9h``, ``14h30``, ``14:30``, with « à » or not; an hour
    alone is today's. Raises Misuse.
    """
    match = _HOUR.fullmatch(text.translate(_ODD_SPACES).strip())
    if match is None:
        try:
            return parse_date(text, today), None
        except Misuse as error:
            raise Misuse(f"{error} Avec une heure : lundi 14h30.") from None
    day = parse_date(match[1], today) if (match[1] or "").strip() else today
    return day, f"{int(match[2]):02}:{match[3] or match[4] or '00'}"


def hour(at: str) -> str:
    """Write an hour kept as ``14:30``: ``14 h 30``, ``9 h``."""
    hours, _, minutes = at.partition(":")
    return f"{int(hours)}\u00a0h" + ("" if minutes == "00" else f"\u00a0{minutes}")


@lru_cache(maxsize=8192)
def _calendar_day(text: str, year: int | None, month_first: bool = False) -> date | None:
    """Read a written day, or None for another form; ``year`` stands in for one left out."""
    if match := _YEAR_FIRST.fullmatch(text):
        return _within(int(match[1]), int(match[3]), int(match[4]))
    match = _DAY_FIRST.fullmatch(text)
    if match is None or (match[4] is None and year is None):
        return None
    day, month = (match[3], match[1]) if month_first else (match[1], match[3])
    return _within(_full_year(match[4], year or 0), int(month), int(day))


def _full_year(digits: str | None, default: int) -> int:
    if digits is None:
        return default
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (2000 if int(digits) < 69 else 1900)


def _within(year: int, month: int, day: int) -> date:
    if year not in YEARS:
        raise ValueError(year)
    return date(year, month, day)


def _relative(text: str, today: date) -> date | None:
    if match := _SHIFT.fullmatch(text):
        return _shifted(today, match)
    words = fold(text)
    if words in _NAMED_DAYS:
        return today + timedelta(days=_NAMED_DAYS[words])
    if match := _WEEKDAY.fullmatch(words):
        gap = WEEKDAYS.index(match[1]) - today.weekday()
        if match[2] == "dernier":
            return today - timedelta(days=(-gap - 1) % 7 + 1)
        return today + timedelta(days=(gap - 1) % 7 + 1)
    return None


def _shifted(today: date, match: re.Match[str]) -> date:
    amount = int(match[1] + match[2])
    if match[3] or match[4]:
        moved = today + timedelta(days=amount if match[3] else 7 * amount)
    else:
        moved = add_months(today, amount if match[5] else 12 * amount)
    return _within(moved.year, moved.month, moved.day)


def parse_moment(text: str, *, month_first: bool = False) -> date:
    """Read the day of an exported date or timestamp, as it is written (no time zone shift).

    ``2025-11-27T10:22:00Z``, ``2025/11/27 10:22:33 AM GMT+1``, ``27/11/2025 à 10h22``,
    ``27 nov. 2025``, ``Nov 27, 2025``...; of two numbers the day comes before the month, unless
    ``month_first``. Raises Misuse when it is not a date with its year.
    """
    bare = text.strip() if text.isascii() else text.translate(_ODD_SPACES).strip()
    match = _MOMENT.fullmatch(bare)
    try:
        found = _calendar_day(match[1], None, month_first) if match else None
        found = found or _spelled(bare)
    except ValueError:
        found = None
    if found is None:
        raise Misuse(
            f"Date incomprise : « {_quoted(text)} ». "
            "Écrivez 2025-11-27 ou 27/11/2025, avec ou sans l’heure (10:22)."
        )
    return found


def _spelled(text: str) -> date | None:
    """Read a day whose month is a word, or that is written in eight digits."""
    if match := _COMPACT.fullmatch(text):
        return _within(int(match[1]), int(match[2]), int(match[3]))
    if not text.isascii() and any(char.isnumeric() and not char.isascii() for char in text):
        return None
    match = _SPELLED.fullmatch(fold(text))
    if match is None:
        return None
    day, month, year = match.group(1, 2, 3) if match[1] else match.group(5, 4, 6)
    return _within(_full_year(year, 0), _SPELLED_MONTHS[month], int(day))


def _quoted(text: str) -> str:
    return shorten(clean(text).strip(), 40) or "(vide)"


def short(day: date) -> str:
    """Write ``27/11/2025``."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def long(day: date) -> str:
    """Write ``jeudi 27 novembre 2025``; the first of a month is « 1er »."""
    rank = "1er" if day.day == 1 else str(day.day)
    return f"{WEEKDAYS[day.weekday()]} {rank} {MONTHS[day.month - 1]} {day.year}"


def weekday(day: date) -> str:
    """Write ``lundi 01/12/2025``."""
    return f"{WEEKDAYS[day.weekday()]} {short(day)}"


def ago(day: date, today: date) -> str:
    """Say how far a day is: hier, « il y a 12 jours », « dans 3 mois » (whole units elapsed)."""
    distance = (day - today).days
    if -1 <= distance <= 1:
        return ("hier", "aujourd’hui", "demain")[distance + 1]
    opening = "dans" if distance > 0 else "il y a"
    return f"{opening} {_span(*sorted((day, today)))}"


def _span(first: date, last: date) -> str:
    months = (last.year - first.year) * 12 + last.month - first.month
    months -= add_months(first, months) > last
    if months < 1 or (last - first).days < 32:
        return f"{(last - first).days} jours"
    return f"{months} mois" if months < 24 else f"{months // 12} ans"


def of_epoch(text: str) -> date | None:
    """The day of a number of seconds since 1970 (SOURCE_DATE_EPOCH); None when it is none."""
    if not re.fullmatch(r"[0-9]{1,11}", text, re.ASCII):
        return None
    return date(1970, 1, 1) + int(text) // 86_400 * _DAY


def month_key(day: date) -> str:
    """Write the month as a sortable key: ``2025-11``."""
    return f"{day.year:04}-{day.month:02}"


def add_months(day: date, count: int) -> date:
    """Move by whole months, clamped to the last day: 31/01 + 1 is 28/02 (or 29/02)."""
    months = day.year * 12 + day.month + count
    length = (date(months // 12, months % 12 + 1, 1) - _DAY).day
    year, month = divmod(months - 1, 12)
    return date(year, month + 1, min(day.day, length))


class Period(NamedTuple):
    """Days from ``start`` to ``end``, both included; None leaves that side open."""

    start: date | None
    end: date | None

    def contains(self, day: date) -> bool:
        """Tell whether a day belongs to the period."""
        after = self.start is None or day >= self.start
        return after and (self.end is None or day <= self.end)

    @property
    def days(self) -> int | None:
        """The number of days, None when a side is open."""
        if self.start is None or self.end is None:
            return None
        return (self.end - self.start).days + 1

    @property
    def kind(self) -> str:
        """One of annee, mois, semaine, jours, ouverte."""
        if self.start is None or self.end is None:
            return "ouverte"
        start, after = self.start, self.end + _DAY
        if start.day == 1 and after == add_months(start, 1):
            return "mois"
        if (start.month, start.day) == (1, 1) and after == add_months(start, 12):
            return "annee"
        return "semaine" if start.weekday() == 0 and self.days == 7 else "jours"

    def previous(self) -> Period | None:
        """Return the period of the same kind just before; None when a side is open."""
        if self.start is None or self.end is None:
            return None
        months = {"mois": 1, "annee": 12}.get(self.kind, 0)
        length = self.end - self.start
        last = self.start - _DAY
        return Period(add_months(self.start, -months) if months else last - length, last)

    def label(self) -> str:
        """Name the period: « semaine 48 de 2025 », « novembre 2025 », « depuis le début »..."""
        if self.start is None:
            return f"jusqu’au {short(self.end)}" if self.end else "depuis le début"
        if self.end is None:
            return f"depuis le {short(self.start)}"
        if self.start == self.end:
            return f"le {short(self.start)}"
        year, week, _ = self.start.isocalendar()
        names = {
            "annee": f"année {self.start.year}",
            "mois": f"{MONTHS[self.start.month - 1]} {self.start.year}",
            "semaine": f"semaine {week} de {year}",
        }
        return names.get(self.kind, f"du {short(self.start)} au {short(self.end)}")


def parse_week(text: str) -> Period:
    """Read an ISO week, ``2025-W48`` (S for W is accepted). Raises Misuse."""
    match = re.fullmatch(r"([0-9]{4})-?[WS]([0-9]{1,2})", text.strip(), re.ASCII | re.IGNORECASE)
    if match is None or int(match[1]) not in YEARS:
        raise Misuse(f"Semaine incomprise : « {_quoted(text)} ». Écrivez par exemple 2025-W48.")
    try:
        start = date.fromisocalendar(int(match[1]), int(match[2]), 1)
    except ValueError:
        last = date(int(match[1]), 12, 28).isocalendar().week
        raise Misuse(
            f"La semaine « {_quoted(text)} » n’existe pas : "
            f"l’année {match[1]} compte {last} semaines, de {match[1]}-W01 à {match[1]}-W{last}."
        ) from None
    return Period(start, start + 6 * _DAY)


def parse_month(text: str) -> Period:
    """Read a month, ``2025-11`` (``11/2025`` is accepted). Raises Misuse."""
    match = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})|([0-9]{1,2})/([0-9]{4})", text.strip())
    year, month = (int(match[1] or match[4]), int(match[2] or match[3])) if match else (0, 0)
    if year not in YEARS or not 1 <= month <= 12:
        raise Misuse(f"Mois incompris : « {_quoted(text)} ». Écrivez par exemple 2025-11.")
    start = date(year, month, 1)
    return Period(start, add_months(start, 1) - _DAY)


def parse_year(text: str) -> Period:
    """Read a year, ``2025``. Raises Misuse."""
    match = re.fullmatch(r"[0-9]{4}", text.strip())
    if match is None or int(match[0]) not in YEARS:
        raise Misuse(f"Année incomprise : « {_quoted(text)} ». Écrivez par exemple 2025.")
    return Period(date(int(match[0]), 1, 1), date(int(match[0]), 12, 31))


def period(  # one parameter per option of the contract
    today: date,
    *,
    du: str | None = None,
    au: str | None = None,
    semaine: str | None = None,
    mois: str | None = None,
    annee: str | None = None,
) -> Period:
    """Turn the texts of --du, --au, --semaine, --mois and --annee into a period.

    Nothing given is « depuis le début ». Raises Misuse on a combination or an inverted period.
    """
    calendar = {"--semaine": semaine, "--mois": mois, "--annee": annee}
    given = [name for name, text in calendar.items() if text is not None]
    bounds = [name for name, text in (("--du", du), ("--au", au)) if text is not None]
    if len(given) > 1 or (given and bounds):
        raise Misuse(
            f"Les options {listed(given + bounds)} ne vont pas ensemble : gardez --semaine, "
            "--mois ou --annee seule, ou bien --du et --au."
        )
    if given:
        reader = {"--semaine": parse_week, "--mois": parse_month, "--annee": parse_year}[given[0]]
        return reader(calendar[given[0]] or "")
    return _between(
        None if du is None else parse_date(du, today),
        None if au is None else parse_date(au, today),
    )


def _between(start: date | None, end: date | None) -> Period:
    if start and end and end < start:
        raise Misuse(
            f"La période finit avant de commencer : --au {short(end)} vient avant "
            f"--du {short(start)}. Inversez les deux dates."
        )
    return Period(start, end)


def _easter(year: int) -> date:
    """Return Easter Sunday (Gregorian computus of Meeus, Jones and Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (
        19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15
    ) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=512)
def holidays(year: int) -> frozenset[date]:
    """Return the eleven public holidays of mainland France (Code du travail, art. L3133-1)."""
    fixed = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
    easter = _easter(year)
    moving = {easter + timedelta(days=after) for after in (1, 39, 50)}
    return frozenset(moving | {date(year, month, day) for month, day in fixed})


def is_working_day(day: date) -> bool:
    """Tell whether a day is Monday to Friday and no public holiday."""
    return day.weekday() < 5 and day not in holidays(day.year)


def working_days(first: date, last: date) -> int:
    """Count the working days after ``first`` up to ``last``; none when it does not come after."""
    days = (last - first).days
    return sum(is_working_day(first + timedelta(days=n + 1)) for n in range(days))


def add_working_days(day: date, count: int) -> date:
    """Move by working days, forwards or back; zero gives the first working day from ``day`` on."""
    if count == 0:
        return day if is_working_day(day) else add_working_days(day, 1)
    step = _DAY if count > 0 else -_DAY
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day):
            day += step
    return day
