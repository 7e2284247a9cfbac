"""Criteria of homes: rent or sale, size, budget, kind, garden."""

from __future__ import annotations

from typing import Any

from venez_vivre.matching import DOWN, EITHER_WAY, MOOT, UNKNOWN, Answer, Plain
from venez_vivre.texts import euros, plural
from venez_vivre.vocabulary import HousingKind

RENT, BUY, EITHER = 0.0, 1.0, 2.0
TO_LET, FOR_SALE = 0.0, 1.0
LAND, ANY_KIND = 3.0, 4.0


def other_deal(pair: Any, ops: Any) -> Any:
    """Vente pour qui veut louer, location pour qui veut acheter."""
    wish, deal = pair.ask.housing, pair.item.transaction
    return ops.either(
        ops.both(wish == RENT, deal == FOR_SALE), ops.both(wish == BUY, deal == TO_LET)
    )


def deal(pair: Any, ops: Any) -> Answer:
    """Location ou vente, comme souhaité."""
    wish, offered = pair.ask.housing, pair.item.transaction
    same = ops.either(wish == EITHER, wish == offered)
    known = ops.both(wish == wish, offered == offered)
    value = ops.where(known, ops.where(same, 1.0, 0.0), UNKNOWN)
    return Answer(value, lambda: _deal(pair))


def _deal(pair: Any) -> str:
    offered = pair.item.transaction
    if offered != offered:
        return "est-ce à louer ou à vendre ?"
    if pair.ask.housing != pair.ask.housing:
        return "louer ou acheter ?"
    return "à louer" if offered == TO_LET else "à vendre"


def rooms(pair: Any, ops: Any) -> Answer:
    """Nombre de pièces, pour le minimum dit ou, à défaut, ce que le foyer demande.

    Une pièce à vivre, une chambre pour un couple, une par enfant. Une de moins vaut 0,35, deux
    de moins 0 ; au-delà de trois pièces de trop la valeur baisse un peu.
    """
    spare = pair.item.rooms - pair.ask.rooms
    value = ops.ramp(spare, (-2.0, 0.0), (-1.0, 0.35), (0.0, 1.0), (3.0, 1.0), (6.0, 0.8))
    assumed = ops.both(pair.ask.rooms_said == 0.0, value == value)
    return Answer(value, lambda: _rooms(pair), assumed)


def _rooms(pair: Any) -> str:
    has = pair.item.rooms
    if has != has:
        return "combien de pièces ?"
    needed = int(pair.ask.rooms)
    said = f"{needed} au moins" if pair.ask.rooms_said else f"{needed} pour ce foyer"
    return f"{plural(int(has), 'pièce')}, {said}"


def too_small(pair: Any, ops: Any) -> Any:
    """Beaucoup trop petit : deux pièces sous le minimum dit, ou trop étroit pour le foyer."""
    short = ops.both(pair.ask.rooms_said == 1.0, pair.item.rooms <= pair.ask.rooms - 2.0)
    crowded = ops.both(pair.ask.rooms_said == 0.0, pair.item.rooms < pair.ask.rooms_floor)
    narrow = ops.both(pair.ask.area_said == 1.0, pair.item.area < 0.7 * pair.ask.area)
    return ops.either(short, crowded, narrow, pair.item.area < pair.ask.area_floor)


def area(pair: Any, ops: Any) -> Answer:
    """Surface, pour le minimum dit ou, à défaut, 12 m² et 17 m² par personne."""
    ratio = pair.item.area / pair.ask.area
    value = ops.ramp(ratio, (0.7, 0.0), (0.9, 0.6), (1.0, 1.0), (2.5, 1.0), (4.0, 0.8))
    assumed = ops.both(pair.ask.area_said == 0.0, value == value)
    return Answer(value, lambda: _area(pair), assumed)


def _area(pair: Any) -> str:
    has = pair.item.area
    if has != has:
        return "quelle surface ?"
    said = "au moins" if pair.ask.area_said else "pour ce foyer"
    return f"{round(has)} m², {round(pair.ask.area)} {said}"


def _let(pair: Any, ops: Any) -> Any:
    """Whether it is the rent that counts; when nobody says, that is the case if there is one."""
    offer = pair.item
    guess = ops.either(offer.rent == offer.rent, offer.price != offer.price)
    unsaid = offer.transaction != offer.transaction
    return ops.either(offer.transaction == TO_LET, ops.both(unsaid, guess))


def _ratio(pair: Any, ops: Any) -> Any:
    """What it costs over what is possible, rent or price by what is offered."""
    rent = pair.item.rent / pair.ask.rent_max
    price = pair.item.price / pair.ask.budget
    return ops.where(_let(pair, ops), rent, price)


def cost(pair: Any, ops: Any) -> Answer:
    """Loyer charges comprises, ou prix, rapporté au maximum du foyer.

    Pleine valeur jusqu’à 85 %, 0,9 au maximum, 0,3 à 110 %, 0 à 120 %.
    """
    value = ops.ramp(_ratio(pair, ops), (0.85, 1.0), (1.0, 0.9), (1.1, 0.3), (1.2, 0.0))
    unsaid = pair.item.transaction != pair.item.transaction
    more = ops.both(_let(pair, ops), pair.item.charges_said == 0.0)
    assumed = ops.where(unsaid, EITHER_WAY, ops.where(more, DOWN, 0.0))
    return Answer(value, lambda: _cost(pair), assumed)


def _cost(pair: Any) -> str:
    offer = pair.item
    if offer.rent != offer.rent and offer.price != offer.price:
        return "à quel prix ?"
    let = _let(pair, Plain)
    asked, most = (offer.rent, pair.ask.rent_max) if let else (offer.price, pair.ask.budget)
    if asked != asked:
        return "quel loyer, charges comprises ?" if let else "à quel prix ?"
    if most != most:
        return "quel loyer maximum ?" if let else "quel budget d’achat ?"
    what = "charges comprises" if let else "à l’achat"
    return f"{euros(asked)} {what}, {euros(most)} au plus"


def too_dear(pair: Any, ops: Any) -> Any:
    """Plus de 20 % au-dessus du maximum."""
    return _ratio(pair, ops) > 1.2


KINDS = (
    # Offered: maison appart. ferme terrain any
    (1.0, 0.3, 0.8, 0.1, 0.8),  # wished: maison
    (0.5, 1.0, 0.2, 0.0, 0.8),  # appartement
    (0.7, 0.1, 1.0, 0.3, 0.7),  # corps de ferme
    (0.2, 0.0, 0.3, 1.0, 0.3),  # terrain
)


def kind(pair: Any, ops: Any) -> Answer:
    """Maison, appartement, corps de ferme, terrain, quand un souhait est dit."""
    wished = pair.ask.housing_kind
    moot = ops.either(wished != wished, wished == ANY_KIND)
    value = ops.look(KINDS, ops.where(moot, 0.0, wished), pair.item.housing_kind)
    return Answer(ops.where(moot, MOOT, value), lambda: _kind(pair), wished != wished)


def _kind(pair: Any) -> str:
    offered = pair.item.housing_kind
    if offered != offered:
        return "maison ou appartement ?"
    terms = list(HousingKind)
    wished = terms[int(pair.ask.housing_kind)]
    return f"{terms[int(offered)].label} ; souhait : {wished.label}"


def no_home(pair: Any, ops: Any) -> Any:
    """Un terrain pour qui cherche un logement."""
    wished = pair.ask.housing_kind
    return ops.both(pair.item.housing_kind == LAND, wished == wished, wished != LAND)


def garden(pair: Any, ops: Any) -> Answer:
    """Jardin, quand le foyer en souhaite un."""
    wished = pair.ask.garden
    value = ops.where(wished == 1.0, pair.item.garden, MOOT)
    return Answer(value, lambda: _garden(pair), wished != wished)


def _garden(pair: Any) -> str:
    has = pair.item.garden
    if has != has:
        return "y a-t-il un jardin ?"
    return "avec jardin" if has else "sans jardin, un jardin est souhaité"
