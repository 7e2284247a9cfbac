"""The import of offers of every kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from venez_vivre import locations
from venez_vivre.intake.columns import OFFERS, Layout, require
from venez_vivre.intake.drafts import Draft, Rejected
from venez_vivre.intake.feeds.opening import open_offers
from venez_vivre.intake.members import stored
from venez_vivre.intake.offer_likeness import Alike, resembling
from venez_vivre.intake.parsing import ERASE
from venez_vivre.intake.ranges import spread
from venez_vivre.intake.receipts import Outcome, Problem
from venez_vivre.intake.records import Key, RecordImporter
from venez_vivre.intake.sheets import Sheet
from venez_vivre.intake.titles import TOLD, WORK, retold, told
from venez_vivre.intake.trades import Trades
from venez_vivre.locations import Certainty
from venez_vivre.references import offer_reference
from venez_vivre.store.base import Work
from venez_vivre.store.queries.offers import offers_of
from venez_vivre.store.reader import Reader
from venez_vivre.texts import fold, percent
from venez_vivre.vocabulary import OfferTie

ROME = re.compile(r"[A-N][0-9]{4}", re.ASCII)
BAD_ROME = ("code ROME mal formé", "Écrivez une lettre et quatre chiffres, comme J1506.")


class OfferImporter(RecordImporter):
    """One line is one offer, recognised by its source and external reference, else by what it is.

    A line without a source is the offer of that reference and title that has one, and the other way
    round: a file may begin to say where its offers come from.
    """

    columns = OFFERS
    table = ""
    target = "offer"
    unit = ("offre", "offres")
    fields = {  # noqa: RUF012  a table of the class, never changed
        "reference_externe": "external_reference",
        "source": "source",
        "type": "kind",
        "titre": "title",
        "description": "description",
        "structure": "structure",
        "commune": "commune",
        "code_insee": "code_insee",
        "code_postal": "postal_code",
        "latitude": "latitude",
        "longitude": "longitude",
        "metier": "occupation",
        "code_rome": "rome_code",
        "contrat": "contract",
        "temps": "working_time",
        "salaire_min": "salary_min",
        "salaire_max": "salary_max",
        "teletravail": "telework",
        "postes": "openings",
        "transaction": "transaction",
        "type_logement": "housing_kind",
        "pieces": "rooms",
        "surface": "area",
        "loyer": "rent",
        "charges": "charges",
        "prix": "price",
        "jardin": "garden",
        "disponible_le": "available_on",
        "niveaux": "levels",
        "age_min": "age_min",
        "age_max": "age_max",
        "themes": "themes",
        "places": "places",
        "publiee_le": "published_on",
        "verifiee_le": "verified_on",
        "expire_le": "expires_on",
        "url": "url",
        "contact": "contact",
    }
    extra = ("reference", "title_key", "import_id")
    default_kind: str | None = None
    """The kind of lines that say none (`--type`)."""

    reads_feeds = True

    @staticmethod
    def open(path: Path, **how: Any) -> Sheet:
        """Ours, a search of France Travail or an export of OpenAgenda."""
        return open_offers(path, **how)

    @staticmethod
    def check(layout: Layout, file_name: str) -> None:
        """A title is all that a file must have; the kind may come from `--type`."""
        require(layout, (("titre",),), file_name)

    def __init__(self, work: Work, import_id: int) -> None:
        self._closed: dict[int, str] = {}
        """Offers that were closed, and their reference."""
        super().__init__(work, import_id)
        self._trades = Trades(work.rows)
        self._lines: dict[int, int] = {}
        """The line of each offer that was made."""

    def _known(self) -> dict[Key, int]:
        rows = self._work.rows.rows(
            "SELECT source, external_reference, kind, title_key, structure, commune, id, "
            "CASE WHEN closed_on IS NOT NULL AND id NOT IN (SELECT other_id FROM offer_twin "
            f"WHERE verdict = '{OfferTie.SAME}') THEN reference END FROM offer"
        )
        known: dict[Key, int] = {}
        for source, external, kind, title_key, structure, commune, number, closed in rows:
            if closed:
                self._closed[number] = closed
            if external:
                known[source, external] = number
                known.setdefault((source is not None, external, title_key), number)
            else:
                known[_bare_key(kind, title_key, structure, commune)] = number
        return known

    def apply(self, draft: Draft) -> Outcome:
        """Create, change or recognise one offer."""
        outcome = super().apply(draft)
        if outcome == "creees":
            self._lines[self._inserts.next_number - 1] = draft.line
        return outcome

    def finish(self) -> int:
        """How many offers were made; those that resemble a known one are said."""
        made = super().finish()
        if made:
            self._say_alike()
        return made

    def _say_alike(self) -> None:
        found = resembling(self._work.rows, self._inserts.first_number, self._work.today)
        single = len(self._lines) == 1
        for number in sorted(found):
            reason, remedy = "ressemble à une offre connue", ALIKE_REMEDY
            if single:
                reason, remedy = _alike_said(self._work.rows, found[number])
            self.warn(Problem(self._lines.get(number, 0), "", "", reason, remedy))

    def _recognised(self, draft: Draft, number: int) -> None:
        """An offer that somebody closed stays closed; a file that still has it says so, once.

        One that was joined into another is closed for good: nothing is to be said of it.
        """
        reference = self._closed.pop(number, None)
        if reference:
            remedy = f"Elle reste close. À prendre ? `venez-vivre offres rouvrir {reference}`."
            self.warn(Problem(draft.line, "", "", "offre close encore dans le fichier", remedy))

    def _complete(self, draft: Draft, row: dict[str, Any]) -> None:
        if not stored(row.get("kind")) and self.default_kind:
            row["kind"] = self.default_kind
        for field, column in (("type", "kind"), ("titre", "title")):
            if not stored(row.get(column)):
                raise Rejected(draft.problem(field, "", "cellule vide", f"Complétez « {field} »."))
        row["title_key"] = fold(row["title"])
        spread(row, "salary_min", "salary_max")
        code = row.get("rome_code")
        if isinstance(code, str):
            row["rome_code"] = code = code.upper()
        if isinstance(code, str) and not ROME.fullmatch(code):
            raise Rejected(draft.problem("code_rome", code, *BAD_ROME))
        self._situate(draft, row)
        self._name_trade(row)

    def _situate(self, draft: Draft, row: dict[str, Any]) -> None:
        """Complete the place; what is not found for sure is said."""
        for field, value, reason, remedy in _locate(row):
            self.warn(Problem(draft.line, field, value, reason, remedy))

    def _name_trade(self, row: dict[str, Any]) -> None:
        """The ROME code of an occupation that is named without one."""
        said = stored(row.get("occupation"))
        if said and not stored(row.get("rome_code")) and row["kind"] in WORK:
            found = self._trades(said)
            if found is not None:
                row["rome_code"] = found[0]

    def _infer(self, row: dict[str, Any], number: int | None) -> None:
        """What the title says of the trade, the rooms and the surface, where no column does.

        The offer that stands keeps what somebody said of it; a title that changes takes what the
        one before had told along.
        """
        if number is None:
            said = told({c: stored(v) for c, v in row.items()}, lambda: self._trades)
        else:
            names = ("title", "kind", "occupation", *TOLD)
            values = self._work.rows.row(
                f"SELECT {', '.join(names)} FROM offer WHERE id = :number", number=number
            )
            before = dict(zip(names, values or (), strict=True))
            after = before | {c: stored(v) for c, v in row.items() if c in names}
            said = retold(before, after, lambda: self._trades)
        for column, value in said.items():
            if column not in row:
                row[column] = ERASE if value is None else value

    def _key(self, draft: Draft, row: Mapping[str, Any]) -> Key:  # noqa: ARG002  same call for every kind
        external, source = stored(row.get("external_reference")), stored(row.get("source"))
        if not external:
            place = stored(row.get("structure")), stored(row.get("commune"))
            return _bare_key(row["kind"], row["title_key"], *place)
        key = (source, external)
        other = (source is None, external, row["title_key"])
        return other if key not in self._numbers and other in self._numbers else key

    def _insert(self, row: Mapping[str, Any]) -> int:
        reference = offer_reference(self._inserts.next_number)
        # An offer that is typed comes from no import.
        return super()._insert(
            {**row, "reference": reference, "import_id": self._import_id or None}
        )


ALIKE_REMEDY = "`venez-vivre offres doublons` les montre."


def _alike_said(rows: Reader, pair: Alike) -> tuple[str, str]:
    """The only offer that was made may be told by name, with the one it resembles."""
    known, made = offers_of(rows, [pair.one, pair.other])
    reason = f"ressemble à {known}, vraisemblance {percent(pair.likeness.likelihood, 0)}"
    return reason, f"`venez-vivre offres doublons {made}` dit pourquoi."


def of_kind(kind: str | None) -> type[OfferImporter]:
    """An importer whose lines are of that kind when they say none."""

    class OfKind(OfferImporter):
        default_kind = kind

    return OfKind


def _bare_key(kind: str, title_key: str, structure: str | None, commune: str | None) -> Key:
    return kind, title_key, fold(structure or ""), fold(commune or "")


Said = tuple[str, str, str, str]
"""What to say of a place: field, value, reason, remedy."""

MOST_NAMED = 4


def _locate(row: dict[str, Any]) -> list[Said]:
    """Complete the place from the commune: its code, and the coordinates that are not given."""
    said: list[Said] = []
    name, postal = stored(row.get("commune")) or "", stored(row.get("postal_code")) or ""
    code = stored(row.get("code_insee")) or ""
    found = locations.commune(code) if code else None
    if found is None and (name or postal):
        found, told = named_commune(name, postal)
        said += told
    elif found is not None and name and found not in locations.find(name, postal or None):
        said += _other_name(found, name, postal)
    if code and locations.commune(code) is None and not _MAY_BE_INSEE.fullmatch(code):
        reason, remedy = "code INSEE mal formé", "Écrivez cinq signes, comme 71014."
        said.append(("code_insee", code, reason, remedy))
    point = (found.lat, found.lon) if found else locations.point_elsewhere(name, postal)
    if found:
        row["code_insee"] = found.code_insee
        row["commune"] = name or found.name
    if point and not all(isinstance(row.get(c), float) for c in ("latitude", "longitude")):
        row["latitude"], row["longitude"] = point
    return said


_MAY_BE_INSEE = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{3}", re.ASCII)


def named_commune(name: str, postal: str) -> tuple[locations.Commune | None, list[Said]]:
    """The commune of a name and a postal code, and what leaves a doubt."""
    field, value = ("commune", name) if name else ("code_postal", postal)
    resolved = locations.resolve(name, postal or None)
    match resolved.certainty:
        case Certainty.EXACT:
            return resolved.commune, []
        case Certainty.GUESS:
            known = resolved.candidates[0].told
            remedy = "Corrigez l’orthographe si ce n’est pas elle."
            return resolved.commune, [(field, value, f"commune comprise comme {known}", remedy)]
        case Certainty.AMBIGUOUS:
            some = ", ".join(one.told for one in resolved.candidates[:MOST_NAMED])
            remedy = f"Précisez la commune et son code postal, ou son code INSEE : {some}."
            return None, [(field, value, "plusieurs communes possibles", remedy)]
        case Certainty.CONTRADICTED:
            reason = "le nom et le code postal se contredisent"
            return None, [(field, value, reason, "Corrigez l’un des deux.")]
    reason = "commune inconnue en Bourgogne-Franche-Comté"
    return None, [(field, value, reason, "Corrigez le nom, ou donnez le code INSEE.")]


def _other_name(found: locations.Commune, name: str, postal: str) -> list[Said]:
    """A code and a name that are not of one commune: the code is kept."""
    resolved = locations.resolve(name, postal or None)
    if found in resolved.candidates or resolved.certainty is Certainty.UNKNOWN:
        return []
    reason = f"le nom et le code INSEE se contredisent : {found.told} est gardée"
    return [("commune", name, reason, "Corrigez l’un des deux.")]
