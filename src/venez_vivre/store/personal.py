"""What every column says of whom: one table for the register, the copies, the erasures.

`tests/test_personal.py` fails on a column of the models that is not classified here.
"""

from __future__ import annotations

from enum import Enum


class Nature(Enum):
    """A category of data, as the register of processing activities names it."""

    IDENTITY = "identité"
    REACH = "coordonnées"
    FAMILY = "vie familiale"
    WORK = "vie professionnelle"
    MEANS = "logement et budget"
    PLACE = "lieux"
    PROJECT = "projet"
    STEP = "étapes et dates du suivi"
    WORDS = "texte libre"
    RIGHTS = "droits et preuves"
    STAFF = "agents"
    PARTNER = "partenaires"
    RECORD = "journal technique"
    PUBLIC = "sans donnée personnelle"

    @property
    def personal(self) -> bool:
        """Whether it is about somebody."""
        return self not in {Nature.PUBLIC, Nature.RECORD}


N = Nature

COLUMNS: dict[str, dict[Nature, str]] = {
    "household": {
        N.IDENTITY: "reference",
        N.PLACE: "postal_code commune country origin_department wished_territories "
        "wished_communes wished_codes max_distance_km",
        N.FAMILY: "adults children children_births",
        N.MEANS: "housing housing_kind rooms_min area_min rent_max purchase_budget garden",
        N.PROJECT: "horizon wished_on maturity interests motivations blockers",
        N.STEP: "territory_id channel campaign status closed_on close_reason wake_up_on "
        "edited_on stage registered_on accompanied_on settled_on spontaneous last_contact_on "
        "next_due_on",
        N.WORDS: "project next_action",
        N.RIGHTS: "limited_on limit_reason opposed_on erased_on",
        N.STAFF: "officer_id",
        N.RECORD: "id version",
    },
    "person": {
        N.IDENTITY: "external_reference first_name last_name first_key last_key birth_year",
        N.REACH: "email email_key phone",
        N.FAMILY: "household_id role",
        N.WORK: "occupation rome_code rome_confidence employment contract telework salary_min",
        N.RIGHTS: "consent",
        N.STEP: "registered_on",
        N.RECORD: "id version",
    },
    "signup": {
        N.WORDS: "message form",
        N.STEP: "household_id person_id received_on channel campaign",
        N.RECORD: "id import_id row_hash",
    },
    "contact": {
        N.WORDS: "summary",
        N.STEP: "household_id happened_on channel direction result",
        N.STAFF: "officer_id agent",
        N.RECORD: "id version import_id row_hash",
    },
    "follow_up": {
        N.WORDS: "action",
        N.PLACE: "place",
        N.STEP: "household_id contact_id kind origin planned_on due_on due_at channel done_on "
        "ending first_id",
        N.STAFF: "officer_id",
        N.RECORD: "id version",
    },
    "introduction": {
        N.WORDS: "note reason",
        N.STEP: "household_id person_id offer_id resource_id introduced_on state answered_on "
        "ended_on refused_by",
        N.STAFF: "officer_id agent",
        N.RECORD: "id version",
    },
    "visit": {
        N.WORDS: "title note",
        N.PLACE: "commune code_insee",
        N.STEP: "reference kind starts_on ends_on territory_id capacity cancelled_on",
        N.STAFF: "officer_id",
        N.RECORD: "id version",
    },
    "visit_guest": {
        N.WORDS: "feedback",
        N.STEP: "household_id visit_id contact_id people state invited_on answered_on came_on "
        "debriefed_on satisfaction",
        N.RECORD: "id version",
    },
    "settlement": {
        N.PLACE: "commune code_insee",
        N.FAMILY: "adults children schooled",
        N.WORK: "job partner_job",
        N.MEANS: "housing",
        N.STEP: "household_id settled_on cancelled_on cancel_reason left_on leave_reason",
        N.RECORD: "id version import_id row_hash",
    },
    "settlement_check": {
        N.WORDS: "needs",
        N.STEP: "household_id settlement_id month checked_on result satisfaction",
        N.RECORD: "id version",
    },
    "transfer": {
        N.WORDS: "note",
        N.STEP: "household_id from_territory_id to_territory_id moved_on",
        N.RECORD: "id",
    },
    "set_aside": {
        N.WORDS: "said form",
        N.STEP: "received_on candidates settled_on verdict",
        N.STAFF: "agent",
        N.RECORD: "id version import_id line row_hash claim_key",
    },
    "identity_decision": {
        N.STEP: "person_id other_id claim_key verdict decided_on",
        N.STAFF: "agent",
        N.RECORD: "id",
    },
    "erasure": {
        N.RIGHTS: "proof erased_on origin reason people keys",
        N.STAFF: "agent",
        N.RECORD: "id",
    },
    "privacy_request": {
        N.RIGHTS: "household_id kind received_on due_on channel answered_on outcome",
        N.WORDS: "note",
        N.STAFF: "agent",
        N.RECORD: "id version",
    },
    "privacy_notice": {N.PUBLIC: "settled_on content", N.STAFF: "agent", N.RECORD: "id"},
    "privacy_proof": {
        N.RIGHTS: "household_id notice_id kind purpose noted_on means",
        N.STAFF: "agent",
        N.RECORD: "id",
    },
    "purge_notice": {
        N.RIGHTS: "household_id announced_on purge_on cancelled_on",
        N.STAFF: "agent",
        N.RECORD: "id version",
    },
    "disposal": {
        N.RIGHTS: "disposed_on visa without_visa households people content",
        N.STAFF: "agent",
        N.RECORD: "id",
    },
    "breach": {
        N.RIGHTS: "discovered_at nature description people consequences measures risk "
        "authority_told_at people_told_on closed_on",
        N.STAFF: "agent",
        N.RECORD: "id version",
    },
    "note_verdict": {
        N.RIGHTS: "table_name row_id text_key decided_on",
        N.STAFF: "agent",
        N.RECORD: "id",
    },
    "resource_person": {
        N.PARTNER: "reference name name_key position structure email phone commune code_insee "
        "territory_id themes capacity note closed_on",
        N.RECORD: "id version",
    },
    "officer": {
        N.STAFF: "name name_key email phone territory_id active",
        N.RECORD: "id version",
    },
    "offer": {
        N.PARTNER: "contact",
        N.PUBLIC: "reference external_reference source kind title title_key description "
        "structure commune code_insee postal_code latitude longitude occupation rome_code "
        "contract working_time salary_min salary_max telework openings transaction housing_kind "
        "rooms area rent charges price garden available_on levels age_min age_max themes places "
        "published_on verified_on expires_on url closed_on",
        N.RECORD: "id version import_id row_hash",
    },
    "offer_twin": {
        N.PUBLIC: "offer_id other_id verdict decided_on",
        N.STAFF: "agent",
        N.RECORD: "id",
    },
    "import_run": {
        N.STAFF: "agent",
        N.RECORD: "id kind file_name headings encoding separator sheet imported_on lines_read "
        "created updated unchanged set_aside rejected",
    },
    "identity_rule": {N.RECORD: "id pattern verdict decided_on", N.STAFF: "agent"},
    "column_mapping": {N.RECORD: "id kind signature mapping settled_on", N.STAFF: "agent"},
    "coded_answer": {N.RECORD: "id field said_key value settled_on", N.STAFF: "agent"},
    "territory": {
        N.PUBLIC: "code name kind department active retention_months",
        N.RECORD: "id version",
    },
    "territory_commune": {N.PUBLIC: "territory_id code_insee", N.RECORD: "id"},
    "campaign": {
        N.PUBLIC: "axis channel starts_on ends_on spending_cents views visits plays",
        N.RECORD: "id version",
    },
    "target": {N.PUBLIC: "indicator value starts_on deadline", N.RECORD: "id version"},
    "occupation_title": {N.PUBLIC: "code_ogr title title_key rome_code", N.RECORD: "id"},
    "occupation_move": {N.PUBLIC: "rome_code target_code rank", N.RECORD: "id"},
    "setting": {N.RECORD: "id name value"},
    "base_mark": {N.RECORD: "id identity"},
    "merged_base": {N.STAFF: "agent", N.RECORD: "id identity name trail merged_on"},
    "merged_row": {N.RECORD: "id base_id table_name source_id row_id fingerprint"},
    "frozen_report": {
        N.PUBLIC: "kind starts_on ends_on territory_id published_on last_operation diffusion "
        "content",
        N.STAFF: "agent",
        N.RECORD: "id",
    },
    "operation": {
        N.STAFF: "agent",
        N.RECORD: "id happened_at kind command summary target_id undone recorded_on",
    },
    "journal_block": {N.RECORD: "id operation_id table_name first_id last_id payload"},
}
"""Each table, its columns by nature; `journal_block.payload` repeats what the other tables say."""

KEPT: dict[str, str] = {
    "household": "id version territory_id officer_id channel origin_department status closed_on "
    "close_reason wake_up_on registered_on accompanied_on settled_on spontaneous stage "
    "last_contact_on next_due_on erased_on",
    "person": "id version household_id role registered_on",
    "signup": "id household_id person_id received_on channel",
    "contact": "id version household_id happened_on channel result",
    "follow_up": "id version household_id kind planned_on due_on done_on",
    "introduction": "id version household_id introduced_on",
    "visit_guest": "id version household_id visit_id contact_id people state invited_on "
    "answered_on came_on debriefed_on",
    "settlement": "id version household_id settled_on code_insee adults children schooled "
    "cancelled_on left_on leave_reason",
    "settlement_check": "id version household_id settlement_id month checked_on result",
}
"""What is left of an erased file, and of its images in the journal: what a published figure reads.

Everything else of these tables is emptied; rows of the other tables of a file are deleted.
"""

KEPT_OF_FOLLOWED: dict[str, str] = {
    "household": "housing blockers rooms_min rent_max purchase_budget children",
    "person": "employment",
}
"""What is left besides of a file that was accompanied: reports count the needs of those files."""

PRESENT: dict[str, str] = {"person": "phone occupation"}
"""Of a file that was accompanied, whether it was known at all: reports count what files lack."""


def nature(table: str, column: str) -> Nature:
    """The nature of a column.

    Raises:
        KeyError: it is not classified.

    """
    for kind, names in COLUMNS[table].items():
        if column in names.split():
            return kind
    raise KeyError(f"{table}.{column}")
