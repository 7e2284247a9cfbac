"""What a copy given to one adult hides of the others of the household."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from venez_vivre.privacy.holdings import Holdings
from venez_vivre.store.journal import Image
from venez_vivre.store.personal import Nature
from venez_vivre.texts import fold
from venez_vivre.vocabulary import Role

MASK = "(masqué : autre adulte)"
"""What stands where a value of another adult was."""

OF_A_PERSON = frozenset({Nature.IDENTITY, Nature.REACH, Nature.WORK, Nature.RIGHTS})
"""What is hidden of another adult: that there is one, and since when, is known to both."""

JOBS: Mapping[str, frozenset[str]] = {
    Role.REGISTRANT: frozenset({"partner_job"}),
    Role.PARTNER: frozenset({"job"}),
}
"""The job of the other one, in what was noted of their arrival."""

GIVEN = frozenset({"signup", "set_aside"})
"""What people wrote themselves: nothing is taken out of their own words."""

SHORTEST = 3
"""Letters of a name that is looked for in a note: « Jo » would be found in « Joué »."""


class Mask:
    """Hides from one adult the values of the others; nothing when the request is joint."""

    def __init__(self, held: Holdings, requester: int, *, joint: bool) -> None:
        self._same = held.same
        self._role = _roles(held).get(requester, "")
        self.hidden = frozenset() if joint else _others(held, requester)
        self._job = JOBS.get(self._role, frozenset({"job", "partner_job"}))
        self._words = _pattern(held, self.hidden) if self.hidden else None

    def hides(self, table: str, column: str, image: Image, nature: Nature) -> bool:
        """Whether this value of a row is another adult’s."""
        if not self.hidden:
            return False
        if table == "settlement":
            return column in self._job
        if table == "person":
            return image["id"] in self.hidden and nature in OF_A_PERSON
        return nature is Nature.WORDS and self._about_others(table, image)

    def shown(self, table: str, nature: Nature, value: Any) -> Any:
        """A text of ours without the names and the numbers of the other adults."""
        if self._words is None or table in GIVEN or nature is not Nature.WORDS:
            return value
        return self._words.sub(MASK, value) if isinstance(value, str) else value

    def _about_others(self, table: str, image: Image) -> bool:
        if table == "set_aside":
            people = set(json.loads(image.get("candidates") or "[]"))
            return bool(people) and people <= self.hidden
        return image.get("person_id") in self.hidden


def _roles(held: Holdings) -> dict[int, str]:
    """The role of each person, that they have or had last."""
    roles = {number: str(image["role"]) for number, image in held.images("person")}
    return roles | {number: str(image["role"]) for number, image in held.present["person"].items()}


def _others(held: Holdings, requester: int) -> frozenset[int]:
    """The adults but the one who asks, be they entered twice."""
    return frozenset(
        number
        for number, role in _roles(held).items()
        if role != Role.CHILD and held.same.get(number, number) != requester
    )


def _pattern(held: Holdings, hidden: frozenset[int]) -> re.Pattern[str] | None:
    """Finds the names, addresses and phone numbers of these people, and of nobody else."""
    ours = {w for n, image in held.images("person") if n not in hidden for w in _names(image)}
    theirs = [image for number, image in held.images("person") if number in hidden]
    names = {word for image in theirs for word in _names(image)}
    known = {fold(word) for word in ours}
    parts = [re.escape(word) for word in names if fold(word) not in known]
    parts += [re.escape(image["email"]) for image in theirs if image.get("email")]
    parts += [_phone(image["phone"]) for image in theirs if image.get("phone")]
    longest = sorted(set(parts), key=lambda part: (-len(part), part))
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest)})(?!\w)", re.IGNORECASE) if parts else None


def _names(image: Image) -> Iterable[str]:
    for column in ("first_name", "last_name"):
        name = (image.get(column) or "").strip()
        if len(name) >= SHORTEST:
            yield name


def _phone(number: str) -> str:
    """A French number however it is spaced; another one as it is kept."""
    digits = re.sub(r"\D", "", number)
    spaced = r"[ .\-]?".join(digits[-9:])
    return rf"(?:\+33 ?|0){spaced}" if number.startswith("+33") else re.escape(number)
