"""Which functions of the base an officer may call."""

from __future__ import annotations

from collections.abc import Iterator

from venez_vivre.store.postgres.link import Link

WITHIN = ("comes_back", "home", "is_new")
"""Functions that only triggers call: they answer, or act, for the rows of anybody."""


def granted(link: Link, schema: str, agents: str) -> Iterator[str]:
    """What may be called: a trigger's function, put on a table of one's own, works for anybody."""
    yield f"REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA venez_vivre, {schema} FROM PUBLIC"
    found = link.raw.execute(
        "SELECT DISTINCT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace IN "
        "('venez_vivre'::regnamespace, %s::regnamespace) "
        "AND p.prorettype <> 'trigger'::regtype AND p.proname <> ALL (%s) ORDER BY 1",
        (schema, list(WITHIN)),
    )
    for (name,) in found.fetchall():
        yield f"GRANT EXECUTE ON FUNCTION {name} TO {agents}"
