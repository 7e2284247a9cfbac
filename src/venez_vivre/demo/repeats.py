"""Second thoughts: people who sign up again, partners who do it too, rows nobody can use."""

from __future__ import annotations

from venez_vivre.demo import names, phrases, seasons
from venez_vivre.demo.forms import AT, Clerk
from venez_vivre.demo.households import Home
from venez_vivre.demo.people import Adult, plain
from venez_vivre.demo.plan import Fate, Kind

Dated = tuple[int, list[str]]  # seconds since the first day, and the cells of a form

_REAL_NAMES = frozenset(plain(name).lower() for name in names.LAST_NAMES)
_UNREADABLE = ("31/02/2025", "00/13/2025", "date inconnue", "le mois dernier")
_PARTNER = ("prenom_conjoint", "nom_conjoint", "email_conjoint", "telephone_conjoint")


def _later(clerk: Clerk, start: int, most: int) -> int:
    """Draw a moment at least one day after, within the year."""
    dice = clerk.dice
    day = start // 86_400
    last = min(seasons.LAST, day + most)
    return seasons.moment(dice.between(min(day + 1, last), last), dice)


def again(clerk: Clerk, home: Home, first: list[str]) -> list[Dated]:
    """Write the second form of a registrant, rarely a third, each later than the one before."""
    forms = [_second(clerk, home, first)]
    if clerk.dice.chance(0.08) and forms[0][0] // 86_400 < seasons.LAST:
        when, row = forms[0]
        third = _fresh(clerk, row)
        third[AT["prenom"]] = clerk.name(home.me.first)
        forms.append((_later(clerk, when, 90), third))
    return forms


def _fresh(clerk: Clerk, row: list[str]) -> list[str]:
    """Copy a form under a new number, with the partner kept only where an address names them."""
    copy = row.copy()
    copy[AT["reference_externe"]] = clerk.reference()
    copy[AT["message"]] = clerk.dice.pick(phrases.SECOND_MESSAGES)
    if clerk.dice.chance(0.3) or not (copy[AT["email_conjoint"]] or copy[AT["telephone_conjoint"]]):
        for name in (*_PARTNER, "metier_conjoint"):
            copy[AT[name]] = ""
    return copy


def _second(clerk: Clerk, home: Home, first: list[str]) -> Dated:
    """Write a second form that at least one identity rule can link to the first."""
    row = _fresh(clerk, first)
    _news(clerk, home, row)
    dice, me = clerk.dice, home.me
    row[AT["prenom"]] = clerk.name(me.first)
    draw = dice.random()
    if not me.email:
        _other_address(clerk, me, row, keep_phone=dice.chance(0.5) or not _known(me, row))
    elif home.followed or home.kind is not Kind.SINGLE or not me.phone or draw < 0.72:
        _same_address(clerk, me, row)
    elif draw < 0.95:
        _other_address(clerk, me, row, keep_phone=True)
    else:
        row[AT["reference_externe"]] = first[AT["reference_externe"]]
        _other_address(clerk, me, row, keep_phone=False)
    return _later(clerk, home.start, 240), row


def _known(me: Adult, row: list[str]) -> bool:
    """Tell whether names and a year or a postal code are enough to recognise somebody."""
    return bool(me.year or row[AT["code_postal"]])


def _same_address(clerk: Clerk, me: Adult, row: list[str]) -> None:
    """Keep the e-mail in another case; change the phone or misspell the last name now and then."""
    dice = clerk.dice
    row[AT["email"]] = dice.pick((me.email, me.email.upper(), me.email.title()))
    row[AT["nom"]] = _misspelt(clerk, me.last) if dice.chance(0.35) else clerk.last_name(me.last)
    if dice.chance(0.25):
        row[AT["telephone"]] = clerk.phone(clerk.builder.registry.phones.any(dice))
    elif dice.chance(0.3):
        row[AT["telephone"]] = ""


def _other_address(clerk: Clerk, me: Adult, row: list[str], *, keep_phone: bool) -> None:
    """Give another e-mail; without the phone, only names and year or postal code are left."""
    row[AT["nom"]] = me.last
    row[AT["email"]] = clerk.builder.registry.email(me.first, me.last)
    row[AT["telephone"]] = clerk.phone(me.phone) if keep_phone else ""


def _misspelt(clerk: Clerk, last: str) -> str:
    """Misspell a last name into one that nobody bears."""
    while True:
        text = clerk.slip(last)
        if plain(text).lower() not in _REAL_NAMES and text != last:
            return text


def _news(clerk: Clerk, home: Home, row: list[str]) -> None:
    """Change a few facts: horizon, postal code, and a year of birth left out."""
    dice, me = clerk.dice, home.me
    if dice.chance(0.5):
        row[AT["horizon"]] = dice.pick(("moins_3_mois", "3_6_mois", "6_12_mois"))
    if dice.chance(0.15):
        row[AT["metier"]] = ""
    origin = dice.pick(clerk.builder.moves) if dice.chance(0.15) and me.email else None
    if origin and clerk.builder.registry.move(me.last_number, origin.number):
        row[AT["code_postal"]], row[AT["commune"]] = origin.postal_code, origin.town
        row[AT["pays"]] = origin.country


def partner_too(clerk: Clerk, home: Home, first: list[str]) -> list[Dated]:
    """Write the form of the partner whom the first form named, or of the other twin."""
    other = home.partner
    if other is None:
        return []
    row = first.copy()
    row[AT["reference_externe"]] = clerk.reference()
    if home.kind is Kind.TWIN:
        _share(clerk, home, other)
    row[AT["prenom"] : AT["annee_naissance"] + 1] = clerk.identity(other)
    _, row[AT["metier"]] = clerk.builder.occupation(woman=other.woman)
    row[AT["message"]] = ""
    _name_back(clerk, home, row)
    return [(_later(clerk, home.start, 60) if home.day < seasons.LAST else home.start + 60, row)]


def _share(clerk: Clerk, home: Home, other: Adult) -> None:
    """Let two people who live together use one phone, or else one e-mail address."""
    me = home.me
    if me.phone and (not me.email or clerk.dice.chance(0.65)):
        other.phone = me.phone
        other.email = other.email or clerk.builder.registry.email(other.first, other.last)
    else:
        other.email, other.phone = me.email, ""


def _name_back(clerk: Clerk, home: Home, row: list[str]) -> None:
    """Let the second of a double name the first one back, by e-mail, half of the time."""
    me = home.me
    for name in (*_PARTNER, "metier_conjoint"):
        row[AT[name]] = ""
    if home.kind is Kind.DOUBLE and me.email and clerk.dice.chance(0.5):
        row[AT["prenom_conjoint"]], row[AT["nom_conjoint"]] = me.first, me.last
        row[AT["email_conjoint"]] = me.email


def unusable(clerk: Clerk, day: int, number: int) -> Dated:
    """Write a row to reject: no way to answer, no name, or a date that does not exist."""
    start = seasons.moment(day, clerk.dice)
    home = clerk.builder.home((Kind.SINGLE, Fate.TRIED), start, None)
    home.partner = None
    row = clerk.form(home)
    if number % 3 == 0:
        row[AT["email"]] = row[AT["telephone"]] = ""
    elif number % 3 == 1:
        row[AT["prenom"]] = row[AT["nom"]] = ""
    else:
        row[AT["date_inscription"]] = clerk.dice.pick(_UNREADABLE)
    return start, row
