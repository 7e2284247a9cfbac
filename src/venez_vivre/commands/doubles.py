"""The review of likely duplicates: case by case on a terminal, or by a file of decisions."""

from __future__ import annotations

from pathlib import Path

from venez_vivre.casework import doubles
from venez_vivre.casework.doubles import Case, Settled
from venez_vivre.desk import Desk
from venez_vivre.errors import DONE, Interrupted, NotFound
from venez_vivre.grammar import Call
from venez_vivre.intake import decisions as files
from venez_vivre.screens import doubles as screens
from venez_vivre.vocabulary import Identity


def follow(ctx: Call, path: str, form: str | None) -> int:
    """Apply a file of decisions, all of them or none."""
    desk: Desk = ctx.obj
    decided = files.read(Path(path))
    with desk.working(ctx) as work:
        done = doubles.settle_all(work, decided)
        work.says(f"{len(done)} décisions sur des doublons")
        work.idle = not done
    desk.show(screens.settled(done), form)
    return DONE


def show_all(ctx: Call, shown: int | None, form: str | None) -> int:
    """The cases, for people or for scripts."""
    with ctx.obj.working(ctx, dry=True) as work:
        found = doubles.cases(work.rows)
    ctx.obj.show(screens.to_review(found, shown), form)
    return DONE


def review(ctx: Call) -> int:
    """Ask about each case in turn; every answer is written at once, and can be taken back."""
    from venez_vivre import asking  # noqa: PLC0415  only a review asks

    desk: Desk = ctx.obj
    with desk.working(ctx, dry=True) as work:
        found = doubles.cases(work.rows)
    if not found:
        desk.show(screens.to_review([], None))
    known = ("p", "q", *screens.ANSWERS, *(f"t{letter}" for letter in screens.ANSWERS))
    done: list[Settled] = []
    seen: set[str] = set()
    for place, case in enumerate(found, start=1):
        if case.name in seen:
            continue
        desk.show(screens.side_by_side(case, place, len(found)))
        try:
            answer = asking.letters("Décision", known)
        except Interrupted:
            break
        if answer == "q":
            break
        if answer != "p":
            verdict = screens.ANSWERS[answer[-1]]
            like = _like(case, found[place:]) if answer[0] == "t" else []
            done += _write(ctx, [case, *like], verdict, always=answer[0] == "t")
            seen.update(one.name for one in like)
    if done:
        desk.show(screens.settled(done))
        desk.tell("« venez-vivre annuler » reprend la dernière décision.")
    return DONE


def _like(case: Case, others: list[Case]) -> list[Case]:
    return [other for other in others if other.pattern == case.pattern]


def _write(ctx: Call, cases: list[Case], verdict: Identity, *, always: bool) -> list[Settled]:
    done: list[Settled] = []
    with ctx.obj.working(ctx) as work:
        if always:
            doubles.always(work, cases[0].pattern, verdict)
        for case in cases:
            try:
                done.append(doubles.settle(work, case.name, verdict))
            except NotFound:  # an answer before this one settled it too
                continue
        work.says(f"décision sur {cases[0].name} : {verdict.label}")
    return done
