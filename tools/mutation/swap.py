"""Put a mutant in the place of a module that is loaded: its functions and plain values only.

Classes stay those that the tests hold, so that two values of one class still compare.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

PLAIN = (str, int, float, tuple, list, dict, set, frozenset, type(None))


def put(name: str, path: Path, text: str) -> bool:
    """Whether the change was of a kind that can be put in place; nothing is changed otherwise."""
    live = sys.modules[name]
    new = ModuleType(name)
    new.__file__ = str(path)
    try:
        exec(compile(text, str(path), "exec", dont_inherit=True), new.__dict__)  # noqa: S102  a mutant
    except Exception:  # noqa: BLE001  whatever it does when it is loaded, it does it again
        return False
    functions = _functions(vars(live), name)
    renewed = [
        (functions[where], function)
        for where, function in _functions(vars(new), name).items()
        if where in functions and functions[where].__code__ != function.__code__
    ]
    values = [
        (value, vars(new)[label])
        for label, value in vars(live).items()
        if not label.startswith("__") and _differs(value, vars(new).get(label))
    ]
    if any(old.__code__.co_freevars != one.__code__.co_freevars for old, one in renewed):
        return False
    for function, other in renewed:
        function.__code__ = other.__code__
    for old, value in values:
        _everywhere(old, value)
    return bool(renewed or values)


def _differs(old: Any, new: Any) -> bool:
    return _is_plain(old) and _is_plain(new) and old != new


def _is_plain(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_is_plain, (*value, *value.values())))
    if isinstance(value, tuple | list | set | frozenset):
        return all(map(_is_plain, value))
    return isinstance(value, PLAIN)


def _everywhere(old: Any, new: Any) -> None:
    """Give whoever imported a value the new one."""
    for module in list(sys.modules.values()):
        if module is not None and "-packages" not in (getattr(module, "__file__", None) or ""):
            for label, value in list(getattr(module, "__dict__", {}).items()):
                if value is old and not isinstance(old, int | type(None)):
                    setattr(module, label, new)


def _functions(names: dict[str, Any], module: str) -> dict[str, FunctionType]:
    """The functions and methods that a module defines, by their path in it."""
    return {
        function.__qualname__: function
        for value in list(names.values())
        for function in _bare(value, module)
    }


def _bare(value: Any, module: str) -> Iterator[FunctionType]:
    """The function under decorators, or those of a class."""
    if isinstance(value, property):
        value = value.fget
    elif isinstance(value, cached_property):
        value = value.func
    elif isinstance(value, classmethod | staticmethod):
        value = value.__func__
    value = getattr(value, "__wrapped__", value)
    if isinstance(value, FunctionType) and value.__module__ == module:
        yield value
    elif isinstance(value, type) and value.__module__ == module:
        for one in vars(value).values():
            yield from _bare(one, module)
