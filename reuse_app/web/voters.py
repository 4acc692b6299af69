"""Who writes, rates and votes here: the person of this request, or somebody for whom a facilitator records."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, request
from werkzeug.exceptions import NotFound

from reuse_app.narrative.isolation import apart
from reuse_app.room import Completion
from reuse_app.store import entries
from reuse_app.store.edit import Writer
from reuse_app.store.grants import ever_held
from reuse_app.store.privacy import keeps_rating
from reuse_app.web.context import database, g
from reuse_app.web.permissions import ForbiddenError
from reuse_app.worksheet import Participant, Rating, Worksheet
from reuse_app.worksheet.copies import with_parts
from reuse_app.worksheet.steps import Step

VOTER = "as"
"""The argument that names who votes, where it is not the person whose link this is."""
AUTHOR = "author"
"""The field that names whose entry it is, where it is not the person whose link this is."""


def keep_voter(bp: Blueprint) -> None:
    """Let the links of a page keep who votes, among its own addresses: they still vote on the next."""

    @bp.url_defaults
    def keep(_endpoint: str, values: dict[str, Any]) -> None:
        if request.blueprint == bp.name and VOTER in request.args:
            values.setdefault(VOTER, request.args[VOTER])


def voter() -> Participant | None:
    """Return who votes: the participant that the address names, else the one whose link this is, if there is one.

    Raises ForbiddenError for somebody who votes on a device of their own, and NotFound.
    """
    key = request.args.get(VOTER) or g.entered.participant
    if key == g.entered.participant:
        return g.me
    return _recorded(str(key))


def is_recorded(person: Participant | None) -> bool:
    """Say whether a facilitator records for a person of this request, rather than the person."""
    return person is not None and person.key != g.entered.participant


def recorded_people() -> tuple[Participant, ...]:
    """Return for whom the person of this request may record: those without a device, and nobody who had one."""
    return without_device() if g.is_facilitator else ()


def without_device() -> tuple[Participant, ...]:
    """Return those who have no device here, and nobody who had one: others record for them."""
    held = ever_held(database(), g.saved.address)
    return tuple(each for each in g.saved.worksheet.participants if each.without_device or each.key not in held)


def seen_for(person: Participant) -> Worksheet:
    """Return what is seen of the worksheet when somebody votes here: beside what all see, what they keep back.

    Ratings that all see while nobody is told whose they are come back as a person's on their own device alone.
    """
    seen = g.saved.seen_by(person.key) if is_recorded(person) else g.own
    if g.saved.room.names_for(Step.SCORE, facilitator=g.is_facilitator):
        return seen
    told = tuple(each for each in seen.ratings if each.participant != person.key or _may_be_told(each, person))
    return seen if len(told) == len(seen.ratings) else with_parts(seen, {"ratings": told})


def _may_be_told(rating: Rating, person: Participant) -> bool:
    if keeps_rating(g.saved.room, rating.round):
        return True
    row = g.saved.rows["rating"].by_entry[rating.participant, rating.product, rating.factor, rating.round]
    return g.entered.own and not is_recorded(person) and row.author in (None, person.key)


def writer_for(person: Participant) -> Writer:
    """Return who writes what a person says."""
    return replace(g.writer, author=person.key)


def author_writer() -> Writer:
    """Return who writes an entry: for the person whom the form names, if it names one."""
    key = request.form.get(AUTHOR, "")
    return g.writer if key in ("", g.entered.participant) else writer_for(_recorded(key))


def bylines(step: Step, part: str) -> Mapping[str, str]:
    """Return who added each entry, by its key, where the person of this request is told; nothing for their own."""
    room = g.saved.room
    if not room.names_for(step, facilitator=g.is_facilitator):
        return {}
    told = {
        each.key: f"recorded for {apart(each.name)}" if each.without_device else f"by {apart(each.name)}"
        for each in g.saved.worksheet.participants
        if each.key != g.entered.participant
    }
    return {key: told[author] for (kind, key), author in room.authors.items() if kind == part and author in told}


def is_counted(step: Step) -> bool:
    """Say whether what a room rated or voted is shown, so that nobody changes it any more."""
    room = g.saved.room
    return room.has_joined and not room.stage(step).blind


def note_ballot(person: Participant, step: Step, *, was_full: bool, is_full: bool) -> None:
    """Let somebody who has joined be done with a step once their ballot is full, and go on once it is not any more."""
    if person.key not in g.saved.room.seats or was_full == is_full:
        return
    is_done = bool(g.saved.version("completion", person.key, step.value))
    if is_full and not is_done:
        entries.put(writer_for(person), [Completion(participant=person.key, step=step)], seen=g.saved.revision)
    elif is_done and not is_full:
        entries.remove(writer_for(person), "completion", (person.key, step.value))


def _recorded(key: str) -> Participant:
    if not g.is_facilitator:
        raise ForbiddenError("Everybody rates, votes and writes for themselves. Nothing was saved.")
    person = g.people.get(key)
    if person is None:
        raise NotFound
    if person not in recorded_people():
        raise ForbiddenError(f"{person.name} takes part on a device of their own, so nobody else records for them.")
    return person
