"""How sign-up forms look."""

from __future__ import annotations

from venez_vivre.screens.pages import Column, Page, listing
from venez_vivre.store.queries.signups import ReceivedList
from venez_vivre.texts import plural

COLUMNS = (
    Column("inscrit_le", "Reçue le", "day"),
    Column("foyer", "Foyer", "name"),
    Column("nom", "Nom"),
    Column("email", "E-mail"),
    Column("canal", "Canal"),
    Column("territoire", "Territoire", spare=1),
)


def received(found: ReceivedList) -> Page:
    """The forms of a period."""
    records = [
        {
            "inscrit_le": form.received_on,
            "foyer": form.reference,
            "nom": " ".join(part for part in (form.first_name, form.last_name) if part),
            "email": form.email,
            "canal": form.channel,
            "territoire": form.territory,
        }
        for form in found.forms
    ]
    left = found.total - len(records)
    note = f"… et {plural(left, 'autre')} : `-n {found.total}` les montre." if left else ""
    return listing(COLUMNS, records, empty="Aucune inscription sur cette période.", note=note)
