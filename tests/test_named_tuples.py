"""Our named tuples do what those of typing do, and the terms what the members of an enumeration."""

from __future__ import annotations

import copy
import pickle
import typing
from enum import Enum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from venez_vivre import NamedTuple
from venez_vivre.vocabulary import Horizon, Stage, Term


class Ours(NamedTuple):
    """Three fields."""

    first: int
    second: str
    third: tuple[str, ...] = ("x",)

    @property
    def both(self) -> str:
        """A property of its own."""
        return f"{self.first}{self.second}"


class Typings(typing.NamedTuple):
    """Three fields."""

    first: int
    second: str
    third: tuple[str, ...] = ("x",)

    @property
    def both(self) -> str:
        """A property of its own."""
        return f"{self.first}{self.second}"


class Shown(NamedTuple):
    """One field, told in its own way."""

    secret: str

    def __repr__(self) -> str:
        """Nothing."""
        return "Shown(…)"


def elsewhere(value):
    """The value as another process receives it."""
    return pickle.loads(pickle.dumps(value))  # noqa: S301  our own


values = st.tuples(st.integers(), st.text(max_size=5), st.lists(st.text(max_size=2)).map(tuple))


@given(values)
def test_a_named_tuple_is_as_that_of_typing(given_values):
    """Fields, order, equality, hash, text, copies and changes."""
    ours, theirs = Ours(*given_values), Typings(*given_values)
    assert ours == theirs == given_values
    assert hash(ours) == hash(theirs)
    assert repr(ours) == repr(theirs).replace("Typings", "Ours")
    assert ours.both == theirs.both
    assert ours._asdict() == theirs._asdict()
    assert ours._replace(second="y") == theirs._replace(second="y")
    assert Ours._make(given_values) == ours
    assert type(Ours._make(given_values)) is Ours
    for again in (elsewhere(ours), copy.copy(ours), copy.deepcopy(ours)):
        assert again == ours
        assert type(again) is Ours
    match ours:
        case Ours(first, second):
            assert (first, second) == given_values[:2]


def test_a_class_says_the_same_of_itself():
    """Names of fields, defaults and documentation."""
    assert Ours._fields == Typings._fields
    assert Ours._field_defaults == Typings._field_defaults
    assert Ours.__doc__ == Typings.__doc__
    assert Ours(1, second="a") == Typings(1, second="a") == (1, "a", ("x",))
    assert repr(Shown("a")) == "Shown(…)"


@pytest.mark.parametrize("kind", [Ours, Typings])
def test_what_is_no_value_is_refused(kind):
    """Too few, too many, an unknown name; and nothing can be written."""
    for wrong in (lambda: kind(1), lambda: kind(1, "a", (), 4), lambda: kind(1, "a", fourth=4)):
        with pytest.raises(TypeError):
            wrong()
    with pytest.raises(TypeError):
        kind._make([1])
    one = kind(1, "a")
    with pytest.raises((ValueError, TypeError)):
        one._replace(fourth=4)
    with pytest.raises(AttributeError):
        one.first = 2
    with pytest.raises(AttributeError):
        one.other = 2


def enumerated(family: type[Term]) -> type[Enum]:
    """The same family made by `enum`."""

    class Member(str, Enum):  # noqa: UP042  the class that terms had
        def __new__(cls, value):
            made = str.__new__(cls, value)
            made._value_ = value
            return made

        def __str__(self):
            return str(self.value)

    return Member(family.__name__, [(one.name, one.value) for one in family])


@pytest.mark.parametrize("family", Term.__subclasses__(), ids=lambda one: one.__name__)
def test_terms_do_what_members_of_an_enumeration_do(family):
    """Order, values, names, text, look-up; a term is itself after a copy or another process."""
    known = enumerated(family)
    assert len(family) == len(known) > 0
    for one, other in zip(family, known, strict=True):
        assert (one.name, one.value, str(one), f"{one}") == (
            other.name,
            other.value,
            str(other),
            f"{other}",
        )
        assert one == other.value
        assert hash(one) == hash(other.value)
        assert repr(one) == repr(other)
        assert family(one.value) is family(one) is family[one.name] is one
        assert one.value in family
        assert one in family
        assert elsewhere(one) is copy.deepcopy(one) is one
        assert isinstance(one, family)
        assert isinstance(one, str)
    assert "nothing of the kind" not in family
    with pytest.raises(ValueError, match="is not a valid"):
        family("nothing of the kind")


def test_terms_have_labels_and_spellings():
    """And a family is true, were it empty."""
    assert Stage.REGISTERED.label == "inscrit"
    assert "0 3 mois" in Horizon.UNDER_3_MONTHS.spellings
    assert bool(Term)
    assert list(Term) == []


def test_fields_that_cannot_be_are_refused_when_the_class_is_made() -> None:
    """A default that would move to another field, none at all, a second base."""
    for fields, bases in (
        ({"__annotations__": {"a": int, "b": int}, "a": 1}, (NamedTuple,)),
        ({}, (NamedTuple,)),
        ({"__annotations__": {"a": int}}, (NamedTuple, object)),
    ):
        with pytest.raises(TypeError, match="fields first"):
            type(NamedTuple)("Odd", bases, fields)


def test_a_field_may_be_named_as_what_makes_the_tuple() -> None:
    class One(NamedTuple):
        made: int
        cls: int

    assert One(1, 2) == One(made=1, cls=2) == (1, 2)
