"""Named reads of households: who answers to a name, the list, and one whole file."""

from __future__ import annotations

from typing import Any

from venez_vivre import NamedTuple
from venez_vivre.store.queries.keeping import SHOWN
from venez_vivre.store.queries.past import PAST, PRESENT, is_past
from venez_vivre.store.reader import Reader
from venez_vivre.vocabulary import CaseStatus, Role, Stage

NOBODY = 0
"""What a filter on an officer or a territory takes for households that have none."""


def person_name(first: str | None, last: str | None) -> str:
    """`Marie DUPONT`, from what is known of it."""
    return " ".join(part for part in (first, (last or "").upper()) if part)


class Found(NamedTuple):
    """A household that answers to a name."""

    number: int
    reference: str
    first: str | None
    last: str | None
    commune: str | None
    registered_on: str | None
    version: int

    @property
    def name(self) -> str:
        """The registrant's name."""
        return person_name(self.first, self.last)


_REGISTRANT = f"""
  SELECT min(p.id) FROM person p
  WHERE p.household_id = h.id AND p.role = '{Role.REGISTRANT}'
"""

_FOUND = f"""
SELECT h.id, h.reference, r.first_name, r.last_name, h.commune, h.registered_on, h.version
FROM household h LEFT JOIN person r ON r.id = ({_REGISTRANT})
WHERE {SHOWN}
"""


def by_reference(rows: Reader, reference: str) -> list[Found]:
    """The household of that reference, as it is stored."""
    return rows.into(Found, f"{_FOUND} AND h.reference = :reference", reference=reference)


def by_email(rows: Reader, key: str) -> list[Found]:
    """The households with a member of that e-mail address, in lower case."""
    sql = (
        f"{_FOUND} AND h.id IN (SELECT household_id FROM person WHERE email_key = :key) "
        "ORDER BY h.id"
    )
    return rows.into(Found, sql, key=key)


def by_number(rows: Reader, numbers: list[int]) -> list[Found]:
    """The households of these numbers, the latest sign-up first."""
    found = [Found(*row) for row in rows.among(f"{_FOUND} AND h.id IN ({{keys}})", numbers)]
    return sorted(found, key=lambda one: (one.registered_on or "", one.number), reverse=True)


def everyone(rows: Reader) -> list[Found]:
    """Every household, open files first, then the latest sign-up."""
    order = f"h.status = '{CaseStatus.CLOSED}', h.registered_on DESC, h.id DESC"
    return rows.into(Found, f"{_FOUND} ORDER BY {order}")


def bearers(rows: Reader, words: list[str]) -> list[tuple[int, str]]:
    """Household and name key of the members with a word that starts with each of these.

    `words` are folded: letters and digits alone, hence nothing that LIKE would read as a pattern.
    """
    tests = " AND ".join(
        f"' ' || last_key || ' ' || first_key LIKE :w{i}" for i in range(len(words))
    )
    return [
        (int(number), str(key))
        for number, key in rows.rows(
            f"SELECT household_id, last_key || ' ' || first_key FROM person WHERE {tests}",
            **{f"w{i}": f"% {word}%" for i, word in enumerate(words)},
        )
    ]


def territories(rows: Reader) -> list[tuple[int, str, str]]:
    """Number, code and name of every territory."""
    return [
        (n, c, t) for n, c, t in rows.rows("SELECT id, code, name FROM territory ORDER BY code")
    ]


def officers(rows: Reader) -> list[tuple[int, str, str]]:
    """Number, name and name key of every officer at work, by name."""
    sql = "SELECT id, name, name_key FROM officer WHERE active = 1 ORDER BY name_key"
    return [(number, name, key) for number, name, key in rows.rows(sql)]


class Filter(NamedTuple):
    """What a list of households is kept to; None keeps everything."""

    stage: str | None = None
    status: str | None = None
    territory: int | None = None
    officer: int | None = None
    channel: str | None = None
    since: str | None = None
    until: str | None = None
    silent_since: str | None = None


CONDITIONS = {
    "stage": "h.stage = :stage",
    "status": "h.status = :status",
    "territory": "coalesce(h.territory_id, 0) = :territory",
    "officer": "coalesce(h.officer_id, 0) = :officer",
    "channel": "h.channel = :channel",
    "since": "h.registered_on >= :since",
    "until": "h.registered_on <= :until",
    "silent_since": (
        "coalesce(h.last_contact_on, h.registered_on) <= :silent_since "
        f"AND h.status = '{CaseStatus.ACTIVE}' AND h.stage <> '{Stage.SETTLED}'"
    ),
}

_NAME_KEY = f"""
  (SELECT q.last_key || ' ' || q.first_key FROM person q WHERE q.id = ({_REGISTRANT}))
"""
_CLOSED_LAST = f"(h.status = '{CaseStatus.CLOSED}')"
ORDERS = {
    "echeance": f"{_CLOSED_LAST}, h.next_due_on IS NULL, h.next_due_on, h.registered_on DESC, h.id",
    "inscription": "h.registered_on DESC, h.id DESC",
    "contact": f"{_CLOSED_LAST}, coalesce(h.last_contact_on, h.registered_on), h.id",
    "nom": f"{_NAME_KEY}, h.id",
}
"""The orders of the list: what is due first, the newest, the longest silent, by name."""


class Line(NamedTuple):
    """One household of the list; `total` is how many the whole list holds."""

    reference: str
    first: str | None
    last: str | None
    members: int
    stage: str
    status: str
    territory: str | None
    officer: str | None
    registered_on: str | None
    accompanied_on: str | None
    settled_on: str | None
    last_contact_on: str | None
    next_action: str | None
    next_due_on: str | None
    limited_on: str | None
    opposed_on: str | None
    total: int


_LIST = f"""
WITH chosen AS MATERIALIZED (
  SELECT h.id FROM {{source}} h WHERE {{conditions}} ORDER BY {{order}} LIMIT :limit
)
SELECT h.reference, r.first_name, r.last_name,
  max((SELECT count(*) FROM person q WHERE q.household_id = h.id),
      coalesce(h.adults, 0) + coalesce(h.children, 0)),
  h.stage, h.status, t.name, o.name, h.registered_on, h.accompanied_on, h.settled_on,
  h.last_contact_on, h.next_action, h.next_due_on, h.limited_on, h.opposed_on, :total
FROM {{source}} h
LEFT JOIN person r ON r.id = ({_REGISTRANT})
LEFT JOIN territory t ON t.id = h.territory_id
LEFT JOIN officer o ON o.id = h.officer_id
WHERE h.id IN (SELECT id FROM chosen)
ORDER BY {{order}}
"""


def listed(rows: Reader, kept: Filter, order: str, limit: int | None, day: str) -> list[Line]:
    """The households of a filter as they were that day, in one of `ORDERS`, at most `limit`."""
    values: dict[str, Any] = {n: value for n, value in kept._asdict().items() if value is not None}
    conditions = " AND ".join([SHOWN, *(CONDITIONS[name] for name in values)])
    source = PRESENT
    if is_past(rows, day):
        source, values["day"] = PAST, day
    total = rows.value(f"SELECT count(*) FROM {source} h WHERE {conditions}", **values)
    sql = _LIST.format(order=ORDERS[order], conditions=conditions, source=source)
    return rows.into(Line, sql, **values, total=total, limit=-1 if limit is None else limit)


Record = dict[str, Any]
"""One row of a file under the French names that scripts read."""

_HOUSEHOLD = """
SELECT h.reference, h.stage AS etape, h.status AS statut, t.code AS code_territoire,
  t.name AS territoire, o.name AS agent,
  h.registered_on AS inscrit_le, h.accompanied_on AS accompagne_le, h.settled_on AS installe_le,
  h.spontaneous AS spontanee, h.last_contact_on AS dernier_contact,
  h.next_action AS prochaine_action, h.next_due_on AS echeance,
  h.closed_on AS ferme_le, h.close_reason AS motif, h.wake_up_on AS reveil_le,
  h.edited_on AS modifie_le, h.limited_on AS limite_le, h.limit_reason AS motif_limitation,
  h.opposed_on AS oppose_le
FROM household h LEFT JOIN territory t ON t.id = h.territory_id
LEFT JOIN officer o ON o.id = h.officer_id WHERE h.id = :number
"""

_PROJECT = """
SELECT postal_code AS code_postal, commune, country AS pays,
  origin_department AS departement_origine, channel AS canal, campaign AS campagne,
  wished_territories AS territoires_souhaites, wished_communes AS communes_souhaitees,
  max_distance_km AS distance_max_km, horizon, wished_on AS date_souhaitee, maturity AS maturite,
  blockers AS freins,
  adults AS adultes, children AS enfants, children_births AS naissances_enfants, project AS projet,
  motivations, interests AS interets, housing AS logement, housing_kind AS type_logement,
  rooms_min AS pieces_min, area_min AS surface_min, rent_max AS loyer_max,
  purchase_budget AS budget_achat, garden AS jardin
FROM household WHERE id = :number
"""

_PARTS = {
    "membres": """
SELECT role, first_name AS prenom, last_name AS nom, birth_year AS annee_naissance, email,
  phone AS telephone, occupation AS metier, employment AS statut_professionnel, contract AS contrat,
  telework AS teletravail, salary_min AS salaire_min, consent AS consentement,
  registered_on AS inscrit_le
FROM person WHERE household_id = :number
ORDER BY role <> 'inscrit', role <> 'conjoint', role <> 'autre_adulte', id""",
    "inscriptions": """
SELECT s.received_on AS date, s.channel AS canal, s.campaign AS campagne, s.message,
  s.import_id AS import, r.file_name AS fichier
FROM signup s LEFT JOIN import_run r ON r.id = s.import_id
WHERE s.household_id = :number ORDER BY s.received_on DESC, s.id DESC""",
    "contacts": """
SELECT c.happened_on AS date, c.channel AS canal, c.direction AS sens, c.result AS resultat,
  c.summary AS resume, coalesce(o.name, c.agent) AS agent
FROM contact c LEFT JOIN officer o ON o.id = c.officer_id
WHERE c.household_id = :number ORDER BY c.happened_on DESC, c.id DESC""",
    "relances": """
SELECT f.id AS numero, f.due_on AS echeance, f.due_at AS heure, f.kind AS type, f.action,
  f.channel AS canal, f.place AS lieu, f.origin AS origine, f.planned_on AS prevue_le,
  f.done_on AS faite_le, f.ending AS issue, o.name AS agent
FROM follow_up f LEFT JOIN officer o ON o.id = f.officer_id
WHERE f.household_id = :number ORDER BY f.due_on DESC, f.due_at DESC, f.id DESC""",
    "mises_en_relation": """
SELECT i.id AS numero, i.introduced_on AS date, i.state AS etat, f.reference AS offre,
  f.kind AS type, f.title AS titre, s.reference AS ressource, s.name AS nom_ressource,
  p.first_name AS membre, i.answered_on AS repondue_le, i.ended_on AS finie_le,
  i.refused_by AS refus_de, i.reason AS motif, i.note, coalesce(o.name, i.agent) AS agent
FROM introduction i LEFT JOIN offer f ON f.id = i.offer_id
LEFT JOIN resource_person s ON s.id = i.resource_id LEFT JOIN person p ON p.id = i.person_id
LEFT JOIN officer o ON o.id = i.officer_id
WHERE i.household_id = :number ORDER BY i.introduced_on DESC, i.id DESC""",
    "visites": """
SELECT w.reference, w.title AS titre, w.kind AS type, w.starts_on AS du, w.ends_on AS au,
  w.commune, g.state AS etat, g.people AS personnes, g.invited_on AS invite_le,
  g.came_on AS venu_le, g.debriefed_on AS bilan_le, g.satisfaction, g.feedback AS retour,
  w.cancelled_on AS annulee_le
FROM visit_guest g JOIN visit w ON w.id = g.visit_id
WHERE g.household_id = :number ORDER BY w.starts_on DESC, g.id DESC""",
    "installations": """
SELECT id, settled_on AS date, commune, code_insee, adults AS adultes, children AS enfants,
  schooled AS scolarises, housing AS logement, job AS emploi, partner_job AS conjoint_emploi,
  cancelled_on AS annulee_le, cancel_reason AS motif_annulation, left_on AS parti_le,
  leave_reason AS motif_depart
FROM settlement WHERE household_id = :number ORDER BY settled_on DESC, id DESC""",
    "suivis": """
SELECT s.month AS mois, s.checked_on AS date, s.result AS resultat, s.satisfaction,
  s.needs AS besoins
FROM settlement_check s
WHERE s.household_id = :number ORDER BY s.checked_on DESC, s.id DESC""",
    "reorientations": """
SELECT t.moved_on AS date, a.name AS de, b.name AS vers, t.note
FROM transfer t LEFT JOIN territory a ON a.id = t.from_territory_id
JOIN territory b ON b.id = t.to_territory_id
WHERE t.household_id = :number ORDER BY t.moved_on DESC, t.id DESC""",
}


def whole_file(rows: Reader, number: int) -> Record:
    """Everything that is known of a household, as the document that scripts read."""
    (head,) = _records(rows, _HOUSEHOLD, number)
    (project,) = _records(rows, _PROJECT, number)
    parts = {name: _records(rows, sql, number) for name, sql in _PARTS.items()}
    for settlement in parts["installations"]:
        del settlement["id"]
    return {**head, "spontanee": bool(head["spontanee"]), "projet": project, **parts}


def _records(rows: Reader, sql: str, number: int) -> list[Record]:
    cursor = rows.connection.execute(sql, {"number": number})
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
