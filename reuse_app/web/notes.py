"""Notes: what people say beside the work, and the parking lot, from which a note becomes an entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from reuse_app.narrative.isolation import apart
from reuse_app.room.headway import Phase, phase_of
from reuse_app.room.room import ENTERED_IN
from reuse_app.store import entries
from reuse_app.store.grants import GrantRole
from reuse_app.store.merging import turn_note
from reuse_app.web.context import g
from reuse_app.web.entries.tidying import known
from reuse_app.web.entries.undo import removed
from reuse_app.web.forms.form import Form, WrongFormError
from reuse_app.web.forms.saving import attempt
from reuse_app.web.forms.sent import sent_form, sent_texts
from reuse_app.web.page import Page, Sees, Who
from reuse_app.web.permissions import ForbiddenError, may_look, may_write
from reuse_app.web.voters import author_writer, recorded_people
from reuse_app.worksheet import Capability, Note, Product
from reuse_app.worksheet.notes import PARKED, Place
from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.values import clean_line, key_for, key_of_chance

bp = Page(
    "notes", __name__, Who.EVERYBODY, shows=("note", "capability", "product", "factor", "participant"), sees=Sees.OWN
)

FORM = "new-note"
ABOUT = ("capability", "product", "factor")
STEPS: Mapping[tuple[bool, bool, bool], tuple[Step, ...]] = {
    (True, False, False): (Step.INVENTORY, Step.NATURE),
    (False, True, False): (Step.PRODUCTS, Step.CHOOSE),
    (True, True, False): (Step.MAP,),
    (False, True, True): (Step.SCORE,),
}
"""The steps beside whose work notes stand, by whether they name a capability, a product and a factor."""
GONE = "What this note is about is not in the workshop any more. Keep it in the parking lot instead, or leave it."
SHUT = "{} is not open for changes now, so this note cannot be kept there. The parking lot takes it."
UNSHOWN = "Notes about ratings begin when the ratings are shown. The parking lot takes this one."
WHOLE = 80
"""Characters of a first line that is a name by itself."""


@dataclass(frozen=True)
class Beside:
    """The notes about one thing, and whether the person of this request may add one."""

    place: Place
    notes: Sequence[Note]
    may_add: bool

    @property
    def id(self) -> str:
        """What tells it from the notes about anything else on a page."""
        return ".".join(["notes", *(key or "" for key in self.place)])

    @property
    def keys(self) -> Mapping[str, str]:
        """The keys that a form about it sends."""
        return {name: key for name, key in zip(ABOUT, self.place, strict=True) if key}

    @property
    def form(self) -> Form:
        """The form for one more note."""
        return Form(f"{FORM}-{self.id}", {})

    @property
    def called(self) -> str:
        """What the notes are about, by name."""
        return called(self.place)

    @property
    def way(self) -> str:
        """The address where it stands; empty where the person of this request does not look."""
        return _way(self.place) if any(map(may_look, _steps(self.place))) else ""


@bp.app_template_global()
def notes_beside(capability: str | None = None, product: str | None = None, factor: str | None = None) -> Beside:
    """The notes about a capability, a product, their cell, or what was rated of a product."""
    place = (capability, product, factor)
    return Beside(place, g.own.notes_about.get(place, ()), may_note(place))


@bp.app_template_global()
def notes_on_product(product: str) -> Sequence[Note]:
    """The notes about a product, its cells and its ratings."""
    return [note for note in g.own.notes if note.product == product]


@bp.app_template_global()
def byline(note: Note) -> str:
    """Say who wrote a note, where the person of this request is told."""
    author = g.saved.rows["note"].by_entry[(note.key,)].noun.author
    if author is not None and author == g.entered.participant:
        return "by you"
    person = g.people.get(author or "")
    if person is None or not g.saved.room.tells_author(note.about, facilitator=g.is_facilitator):
        return ""
    name = apart(person.name)
    return f"recorded for {name}" if person.without_device else f"by {name}"


@bp.app_template_global()
def called(place: Place) -> str:
    """Return what a note is about, by name."""
    capability, product, factor = place
    names = (
        g.own.capability_by_key[capability].name if capability else "",
        g.own.product_by_key[product].name if product else "",
        next((each.name for each in g.own.factors if each.key == factor), ""),
    )
    return " · ".join(apart(name) for name in names if name)


@bp.app_template_global()
def is_ones_note(note: Note) -> bool:
    """Say whether the person of this request may remove a note."""
    return g.is_facilitator or (note.author is not None and note.author == g.entered.participant)


def may_note(place: Place) -> bool:
    """Say whether the person of this request may write a note about something, or into the parking lot."""
    if place == PARKED or g.is_facilitator:
        is_quiet = g.entered.role is not GrantRole.PARTICIPANT or g.saved.room.is_muted(g.entered.participant)
        return g.is_facilitator or not (is_quiet or g.saved.room.closed)
    return any(map(may_write, _steps(place))) and not _is_unshown(place)


@bp.get("/notes")
def page() -> str:
    """The parking lot, and every note beside the work."""
    sent = _place(request.form)
    place = sent if g.draft and g.draft.form == FORM and _is_there(sent) and may_note(sent) else PARKED
    beside = [each for each in g.own.notes_about if each != PARKED]
    return render_template(
        "notes/page.html",
        asked=notes_beside(*place),
        form=_form(),
        parked=g.own.notes_about.get(PARKED, ()),
        others=[notes_beside(*each) for each in beside],
        makes=[part for part in ENTERED_IN if _may_make(part)],
        recorded=recorded_people(),
        turned=_turned(),
    )


@bp.post("/notes")
def add() -> Response | tuple[str, int]:
    """Write a note; what cannot be kept where it was meant is offered to the parking lot, as it was typed."""
    sent = sent_texts("text", *ABOUT)
    place = _place(sent)

    def write() -> int:
        _check(place)
        writer = author_writer()
        fields = {**dict(zip(ABOUT, place, strict=True)), "author": writer.author or writer.participant}
        note = Note.model_validate({"key": key_of_chance("note"), "text": sent["text"], **fields})
        return entries.add(writer, [note], once=sent_form())

    back = _way(place) if _is_there(place) else url_for(".page")
    return attempt(write, form=FORM, sent=sent, page=page, back=back)


@bp.post("/notes/<key:note>/removal")
def remove(note: str) -> Response:
    """Remove a note of one's own, or any as a facilitator."""
    _note(note)
    return removed("note", (note,), back="notes")


@bp.post("/notes/<key:note>/entry/<any('capability', 'product'):part>")
def turn(note: str, part: str) -> Response:
    """Make an entry of a note in the parking lot, which stands beside it from then on."""
    found = _note(note)
    if not _may_make(part):
        raise ForbiddenError(f"{ENTERED_IN[part].title} takes nothing new now, so nothing was made of the note.")
    name = _name(found.text)
    key = key_for(name, (), otherwise=part)
    noun = Capability(key=key, name=name) if part == "capability" else Product(key=key, name=name, source="parking lot")
    made = turn_note(g.writer, note, noun)
    g.reload()
    turned = g.cursor(g.saved.version("note", note))
    return redirect(url_for(".page", turned=turned, part=part, made=made), 303)


def _check(place: Place) -> None:
    """Refuse a note about what is gone or not open, in words that stand beside its text."""
    if not _is_there(place):
        raise WrongFormError({"text": GONE})
    if _is_unshown(place):
        raise WrongFormError({"text": UNSHOWN})
    if not may_note(place):
        raise WrongFormError({"text": SHUT.format(_steps(place)[0].title)})


def _place(sent: Mapping[str, str]) -> Place:
    """What a form says that a note is about."""
    return sent.get("capability") or None, sent.get("product") or None, sent.get("factor") or None


def _is_there(place: Place) -> bool:
    """Say whether the person of this request sees all that a note names, and notes are written about such a thing."""
    capability, product, factor = place
    return (
        (place == PARKED or _sort(place) in STEPS)
        and (capability is None or capability in g.own.capability_by_key)
        and (product is None or product in g.own.product_by_key)
        and (factor is None or factor in {each.key for each in g.own.factors})
    )


def _is_unshown(place: Place) -> bool:
    return place[2] is not None and not g.saved.room.has_shown_ratings


def _sort(place: Place) -> tuple[bool, bool, bool]:
    capability, product, factor = place
    return capability is not None, product is not None, factor is not None


def _steps(place: Place) -> tuple[Step, ...]:
    return STEPS[_sort(place)]


def _way(place: Place) -> str:
    """The address where the notes about something stand: the page on which one was written, if it is one of several."""
    capability, product, factor = place
    at = request.form.get("back", "")
    if factor:
        return url_for("score.show_spread", _anchor=f"spread-{product}-{factor}")
    if capability and product:
        return url_for("map.page", cell=f"{capability}:{product}", _anchor="cell-details")
    if capability:
        is_nature = at == Step.NATURE
        at_nature = url_for("nature.page", capability=capability, _anchor=f"notes.{capability}..")
        return (
            at_nature if is_nature else url_for("inventory.page", open=capability, _anchor=f"capability-{capability}")
        )
    if product:
        at_choose = url_for("choose.page", _anchor=f"decision-{product}")
        return at_choose if at == Step.CHOOSE else url_for("products.page", open=product, _anchor=f"product-{product}")
    return url_for("notes.page", _anchor="parked")


def _note(key: str) -> Note:
    """A note that the person of this request sees; raises NotFound."""
    found = next((note for note in g.own.notes if note.key == key), None)
    if found is None:
        raise NotFound
    return found


def _form() -> Form:
    draft = g.draft
    if draft and draft.form == FORM:
        return Form(FORM, draft.typed, mistakes=draft.mistakes, labels=draft.labels)
    return Form(FORM, {})


def _may_make(part: str) -> bool:
    """Say whether the person of this request may add such an entry now; ideas only while the room collects them."""
    room = g.saved.room
    is_late = part == "product" and room.is_led and phase_of(room.stage(Step.PRODUCTS)) is not Phase.COLLECT
    return g.is_facilitator or (may_write(ENTERED_IN[part]) and not is_late)


def _name(text: str) -> str:
    """The name of what is made of a note: its first line, or as many words of it as a name may have."""
    line = clean_line(text.split("\n", 1)[0]).rstrip(".")
    if len(line) <= WHOLE:
        return str(line) or "Note"
    return f"{line[:WHOLE].rpartition(' ')[0] or line[: WHOLE - 1]}…"


def _turned() -> tuple[str, Capability | Product] | None:
    """What a note has just become, as the address says: the part and the entry."""
    part, key = request.args.get("part", ""), request.args.get("made", "")
    entry = known(g.own, part).get(key)
    return (part, entry) if entry else None
