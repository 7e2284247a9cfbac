"""The filters of lists of offers as options, and what was typed of them."""

from __future__ import annotations

from typing import Any

from venez_vivre.casework.offer_lists import Asked
from venez_vivre.commands.options import iso, whole
from venez_vivre.desk import Desk
from venez_vivre.errors import Misuse
from venez_vivre.grammar import Param, option


def kilometres(text: str) -> int:
    """A distance in whole kilometres, from 0 on; the unit may be written."""
    distance = whole(text.casefold().removesuffix("km"))
    if not 0 <= distance <= 500:
        raise Misuse(f"{distance} km n’est pas possible : donnez un nombre de 0 à 500.")
    return distance


def euros(text: str) -> int:
    """An amount in whole euros, however it is spaced."""
    from venez_vivre.intake.parsing import amount  # noqa: PLC0415  few lists are kept to a price

    return _read(amount, text)


def pay(text: str) -> int:
    """A gross pay in euros a year; « 2 000 €/mois » is brought to it."""
    from venez_vivre.intake.parsing import pay as yearly  # noqa: PLC0415  same

    return _read(yearly, text)


def _read(parse: Any, text: str) -> int:
    from venez_vivre.intake.parsing import Mended, Unreadable  # noqa: PLC0415  same

    try:
        value = parse(text)
    except Unreadable as error:
        raise Misuse(f"« {text} » : {error.reason}. {error.remedy}") from None
    return int(value.value if isinstance(value, Mended) else value)


_TYPED: tuple[tuple[str, str, str, Any, str], ...] = (
    ("commune", "NOM", "Dans cette commune ; --rayon l’élargit.", None, ""),
    ("rayon", "KM", "Autour de --commune, à vol d’oiseau (0 : la commune seule).", kilometres, ""),
    ("territoire", "CODE", "Code ou nom ; « aucun » : hors de tout territoire.", None, ""),
    ("metier", "TEXTE", "Un métier, tel qu’on l’écrit, ou un code ROME.", None, ""),
    ("texte", "MOTS", "Tous ces mots, dans le titre, la structure ou la description.", None, ""),
    ("source", "NOM", "D’où elles viennent, comme france-travail.", None, "source"),
    ("loyer_max", "EUROS", "Loyer mensuel et charges connues, au plus.", euros, ""),
    ("prix_max", "EUROS", "Prix de vente, au plus.", euros, ""),
    ("pieces_min", "NOMBRE", "Pièces, au moins.", whole, ""),
    ("salaire_min", "EUROS", "Salaire brut annuel qu’elles peuvent atteindre.", pay, ""),
    ("publiees_depuis", "DATE", "Publiées ce jour-là ou depuis.", None, ""),
    ("expire_avant", "DATE", "Qui expirent d’ici là, ce jour compris.", None, ""),
)
_FLAGS = (
    ("expirees", "Celles dont la date est passée et qui ne sont pas closes."),
    ("closes", "Celles qui sont closes."),
    ("a_verifier", "Celles que personne n’a vérifiées depuis longtemps (réglage)."),
)


def filter_params() -> tuple[Param, ...]:
    """One option for each filter."""
    typed = (
        Param(
            name,
            option(_called(name), metavar=metavar, help=said, parser=parser, completes=completes),
            str | None,
            default=None,
            required=False,
        )
        for name, metavar, said, parser, completes in _TYPED
    )
    flags = (
        Param(name, option(_called(name), help=said), bool, default=False, required=False)
        for name, said in _FLAGS
    )
    return (*typed, *flags)


def _called(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def asked(desk: Desk, kind: str | None, values: dict[str, Any]) -> Asked:
    """What was typed of the filters, their days read.

    Raises:
        Misuse: a value is blank, or needs another one.

    """
    for name, text in values.items():
        if isinstance(text, str) and not text.strip():
            raise Misuse(f"{_called(name)} est vide : donnez une valeur, ou enlevez l’option.")
    if values["rayon"] is not None and values["commune"] is None:
        raise Misuse("--rayon demande aussi --commune : autour de quelle commune ?")
    days = {name: iso(desk.day(values[name])) for name in ("publiees_depuis", "expire_avant")}
    return Asked(**{**values, **days}, type=kind)
