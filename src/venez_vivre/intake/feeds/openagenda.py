"""Events as OpenAgenda exports them, or Opendatasoft for it, as cells of our fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from venez_vivre.intake.feeds.cells import (
    Cells,
    day,
    degrees,
    inside,
    link,
    prose,
    text,
    whole,
    without_people,
)
from venez_vivre.texts import fold

SOURCE = "openagenda"
EVENT = "https://openagenda.com/agendas/{}/events/{}"

HEADINGS = {
    "uid": ("uid", "identifiant", "identifier"),
    "title": ("title", "titre"),
    "description": ("description", "description courte"),
    "long": ("longdescription", "description longue"),
    "keywords": ("keywords", "mots cles", "tags"),
    "category": ("category", "categorie", "categories"),
    "begin": ("firstdate begin", "premiere date debut", "premiere date"),
    "end": ("lastdate end", "derniere date fin", "derniere date"),
    "timings": ("horaires iso", "timings", "horaires detailles"),
    "place": ("location name", "nom du lieu", "lieu nom"),
    "city": ("location city", "ville", "lieu ville"),
    "postal": ("location postalcode", "code postal", "lieu code postal"),
    "insee": ("location insee", "code insee", "insee", "lieu code insee"),
    "point": ("location coordinates", "coordonnees geographiques"),
    "latitude": ("location latitude", "latitude", "lieu latitude"),
    "longitude": ("location longitude", "longitude", "lieu longitude"),
    "url": ("canonicalurl", "url canonique", "permalien", "permalink", "lien", "link"),
    "agenda": ("originagenda uid", "agenda d origine uid"),
    "least": ("age min", "age minimum"),
    "most": ("age max", "age maximum"),
    "created": ("createdat", "creation de la fiche"),
    "updated": ("updatedat", "derniere mise a jour"),
    "status": ("status", "etat", "etat de l evenement"),
}
"""What we keep of an event, and the headings or names under which exports have it, best first."""

TELLING = frozenset({"begin", "end", "timings", "place", "agenda", "point"})
"""What no other list of offers has: two of them tell an export of events."""

CANCELLED = frozenset({"6", "annule", "cancelled"})
_ASSOCIATION = frozenset(
    {"association", "associations", "associatif", "associative", "benevolat", "benevole"}
    | {"benevoles", "club", "clubs", "sport", "sports"}
)

Event = dict[str, Any]


def recognises(record: Mapping[str, Any]) -> bool:
    """Whether a record is one of their events."""
    return "uid" in record and ("title" in record or "title_fr" in record)


def places(headings: Sequence[str]) -> dict[str, int] | None:
    """Where a sheet has each part of an event, None when it is no export of events."""
    at = {_key(heading): place for place, heading in reversed(list(enumerate(headings)))}
    found = {
        part: next(at[name] for name in names if name in at)
        for part, names in HEADINGS.items()
        if not at.keys().isdisjoint(names)
    }
    needed = {"uid", "title"} <= found.keys() and len(TELLING & found.keys()) > 1
    return found if needed else None


def _key(heading: str) -> str:
    """How a heading or a name is compared: folded, without its language when it is French."""
    return fold(heading).removesuffix(" fr")


def event_of(record: Mapping[str, Any]) -> Event:
    """The parts of an event of a JSON export, whichever of the two services wrote it."""
    where, age = record.get("location"), record.get("age")
    flat = {_key(name): value for name, value in record.items()}
    event: Event = {
        part: next(flat[name] for name in names if name in flat)
        for part, names in HEADINGS.items()
        if not flat.keys().isdisjoint(names)
    }
    nested = {
        "long": record.get("longDescription"),
        "begin": inside(record.get("firstTiming"), "begin"),
        "end": inside(record.get("lastTiming"), "end"),
        "place": inside(where, "name"),
        "city": inside(where, "city"),
        "postal": inside(where, "postalCode"),
        "insee": inside(where, "insee"),
        "latitude": inside(where, "latitude"),
        "longitude": inside(where, "longitude"),
        "agenda": inside(record.get("originAgenda"), "uid"),
        "least": inside(age, "min"),
        "most": inside(age, "max"),
        "url": record.get("canonicalUrl"),
    }
    event.update({part: value for part, value in nested.items() if value not in (None, "")})
    return event


def cells(event: Mapping[str, Any]) -> Cells:
    """The cells of one event; it leaves the lists the day after its last date."""
    get = event.get
    begin, end = _days(event)
    keywords = _words(_french(get("keywords")))
    title = text(_french(get("title")))
    off = fold(text(get("status"))) in CANCELLED
    return {
        "reference_externe": text(get("uid")),
        "source": SOURCE,
        "type": "association" if _is_of_association([title, *keywords], get) else "culture",
        "titre": f"Annulé : {title}" if off and title else title,
        "description": _description(event),
        "structure": text(get("place")),
        "commune": text(get("city")),
        "code_insee": text(get("insee")),
        "code_postal": text(get("postal")),
        **_point(event),
        "themes": "|".join(keywords),
        "age_min": whole(get("least")),
        "age_max": whole(get("most")),
        "disponible_le": begin,
        "publiee_le": day(get("created")),
        "verifiee_le": day(get("updated")),
        "expire_le": end,
        "url": link(get("url")) or _page(text(get("agenda")), text(get("uid"))),
    }


def _is_of_association(said: Sequence[str], get: Any) -> bool:
    words = {word for one in (*said, *_words(get("category"))) for word in fold(one).split()}
    return not _ASSOCIATION.isdisjoint(words)


def _french(value: Any) -> Any:
    """The French text of one in several languages, else the first that there is."""
    if not isinstance(value, dict):
        return value
    return value.get("fr") or next((one for one in value.values() if one), "")


def _words(value: Any) -> list[str]:
    """A list, or a text that holds one, as its items."""
    parts = value if isinstance(value, list) else re.split(r"[|,;\n]", text(value).strip("[]"))
    tidy = (" ".join(text(part).strip("\"'").replace("|", " ").split()) for part in parts)
    return list(dict.fromkeys(part for part in tidy if part))


def _description(event: Mapping[str, Any]) -> str:
    short, long = (prose(_french(event.get(part))) for part in ("description", "long"))
    both = [short, long] if long and not long.startswith(short) else [long or short]
    return without_people("\n\n".join(part for part in both if part))


def _days(event: Mapping[str, Any]) -> tuple[str, str]:
    """The first and the last day of an event, from its dates, else from the list of its times."""
    known = sorted(_dates(event.get("timings")))
    begin = day(event.get("begin")) or (known[0] if known else "")
    end = day(event.get("end")) or (known[-1] if known else "") or text(event.get("end"))
    return begin or text(event.get("begin")), end


def _dates(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for part in value:
            yield from _dates(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _dates(part)
    else:
        yield from re.findall(r"(?<![0-9])[12][0-9]{3}-[01][0-9]-[0-3][0-9](?![0-9])", text(value))


def _point(event: Mapping[str, Any]) -> Cells:
    """Where it takes place, of the forms that exports know: two numbers, an object, a text."""
    point = event.get("point")
    if isinstance(point, dict):
        return degrees(point.get("lat"), point.get("lon"))
    if point:
        parts = point if isinstance(point, list) else text(point).split(",")
        return degrees(*parts) if len(parts) == 2 else {}
    return degrees(event.get("latitude"), event.get("longitude"))


def _page(agenda: str, uid: str) -> str:
    return EVENT.format(agenda, uid) if agenda.isdigit() and uid.isdigit() else ""
