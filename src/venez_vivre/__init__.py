"""Outil des chargés d’accueil : des inscrits aux installés."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Self

__all__ = ["NamedTuple"]

_Getter: Any = type(namedtuple("_One", "one").one)  # type: ignore[attr-defined]  # noqa: PYI024
"""What reads one field of a tuple, in C."""


class _Tuple(tuple[Any, ...]):
    """What every named tuple does; each class makes its own `__new__` for its first value."""

    __slots__ = ()
    _fields: ClassVar[tuple[str, ...]] = ()
    _field_defaults: ClassVar[dict[str, Any]] = {}

    def __new__(cls, *given: Any, **named: Any) -> Self:
        words = ", ".join(cls._fields)
        space = {"__builtins__": {}, "__name__": cls.__module__, "_made": tuple.__new__}
        new = eval(f"lambda _cls, {words}: _made(_cls, ({words},))", space)  # noqa: S307  our names
        new.__name__, new.__qualname__ = "__new__", f"{cls.__qualname__}.__new__"
        new.__defaults__ = tuple(cls._field_defaults.values())
        cls.__new__ = staticmethod(new)  # type: ignore[method-assign]
        made: Self = new(cls, *given, **named)
        return made

    @classmethod
    def _make(cls, values: Iterable[Any]) -> Self:
        made = tuple.__new__(cls, values)
        if len(made) != len(cls._fields):
            raise TypeError(f"{cls.__name__}: {len(cls._fields)} fields, {len(made)} values")
        return made

    def _replace(self, /, **changes: Any) -> Self:
        made = self._make(map(changes.pop, self._fields, self))
        if changes:
            raise ValueError(f"no such field: {', '.join(changes)}")
        return made

    def _asdict(self) -> dict[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self)

    def __repr__(self) -> str:
        said = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
        return f"{type(self).__name__}({said})"


class _Maker(type):
    """Turns a class of annotated fields into one of tuples."""

    def __new__(cls, name: str, bases: tuple[type, ...], space: dict[str, Any]) -> Any:
        fields = tuple(space.get("__annotations__", ()))
        without = [field for field in fields if field not in space]
        if not fields or len(bases) > 1 or without != list(fields[: len(without)]):
            # Python 3.14 gives the fields of a module that postpones its annotations alone.
            raise TypeError(f"{name}: fields first, then those with a default, and no other base")
        own = {
            "__slots__": (),
            "__match_args__": fields,
            "_fields": fields,
            "_field_defaults": {field: space[field] for field in fields if field in space},
        }
        getters = {field: _Getter(place, "") for place, field in enumerate(fields)}
        return type(name, (_Tuple,), space | own | getters)


if TYPE_CHECKING:
    from typing import NamedTuple
else:
    NamedTuple = type.__new__(_Maker, "NamedTuple", (), {})
    """`typing.NamedTuple` for less: 15 µs for a class instead of 140.

    A read defines twenty to eighty of them. Typing compiles each annotation, and collections the
    methods of each class; annotations are for mypy, which takes this one for typing's.
    """
