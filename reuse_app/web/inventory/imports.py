"""An inventory in and out as a file: always shown first, then done whole or not at all.

Between the dry run and the import the page carries the content, so that nothing is kept on the server.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from flask import Response, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from reuse_app.exchange import FileError, Incoming, RowMistake, inventory_files
from reuse_app.exchange.import_plan import DuplicateChoice, ImportPlan, NewRow, chosen, same_as
from reuse_app.exchange.inventory_files import Preview, remembered_kinds
from reuse_app.exchange.reading.choices import NOTHING_SAID, Choices
from reuse_app.exchange.reading.encodings import ENCODINGS
from reuse_app.exchange.reading.separators import NAMED_SEPARATORS
from reuse_app.room import Marking
from reuse_app.store import entries
from reuse_app.store.errors import Clash, ConflictError
from reuse_app.store.inventories import capabilities_of, versions
from reuse_app.web.access import held_inventory
from reuse_app.web.context import database, g
from reuse_app.web.downloads import asked_separator, download
from reuse_app.web.forms.sent import Sent, seen, sent_file
from reuse_app.web.importing import planned, written
from reuse_app.web.inventory.listing import place_of_new
from reuse_app.web.page import Page, Sees
from reuse_app.web.server.working import is_light, work
from reuse_app.worksheet import Capability, Kind
from reuse_app.worksheet.columns import columns
from reuse_app.worksheet.steps import Step
from reuse_app.worksheet.values import whole_number

bp = Page("imports", __name__, Step.INVENTORY, sees=Sees.OWN)

MOST_SHOWN = 200
"""Rows of each kind that the preview lists, and likely duplicates that have a choice of their own."""
MOST_MISTAKES = 20_000
"""Mistakes that the preview lists: every one, but for a file of nothing else."""
LIKE_THE_REST = "rest"
"""The field that says what becomes of the likely duplicates that have no choice of their own."""


@dataclass(frozen=True)
class Upload(Sent):
    """A file with what people have said about it: how it is to be read, and what becomes of likely duplicates."""

    said: Choices = NOTHING_SAID
    choices: Mapping[int, DuplicateChoice] = field(default_factory=dict)
    """By the number of a row; 0 stands for every row that has no choice of its own."""

    @cached_property
    def preview(self) -> Preview:
        """What is in the file as it is understood; it is read once."""
        shown = work(inventory_files.preview, self.name, self.content, self.said, quickly=is_light(self.content))
        kinds = remembered_kinds(g.worksheet.capabilities, shown) if shown.questions.typed else {}
        if not kinds.keys() - self.said.kinds.keys():
            return shown
        said = replace(self.said, kinds={**kinds, **self.said.kinds})
        return work(inventory_files.preview, self.name, self.content, said, quickly=is_light(self.content))

    @property
    def incoming(self) -> Incoming:
        """The capabilities in the file; raises FileError."""
        if self.preview.incoming is None:
            raise FileError(self.preview.trouble)
        return self.preview.incoming

    def choice(self, row: int) -> DuplicateChoice:
        """What becomes of a row that is likely to be a duplicate."""
        return self.choices.get(row, self.choices.get(0, DuplicateChoice.ADD))


@dataclass(frozen=True)
class DryRun:
    """What an import would do: with its likely duplicates as they were found, and as people chose for them."""

    upload: Upload
    found: ImportPlan
    plan: ImportPlan
    mistakes: tuple[RowMistake, ...]
    same: Mapping[int, str]
    """By row number, the key of the capability that a likely duplicate may repeat."""

    @property
    def can_be_applied(self) -> bool:
        """Whether every row is right."""
        return not self.mistakes

    @property
    def doubtful(self) -> Sequence[NewRow]:
        """The rows that may repeat something."""
        return self.found.likely_duplicates


@bp.get("/inventory.<any(csv, xlsx, json):kind>")
def file(kind: str) -> Response:
    """The inventory as a file: a table that a spreadsheet opens, or JSON."""
    sheet = g.worksheet
    written = (kind, sheet.capabilities, sheet.workshop.unit, asked_separator())
    content = work(inventory_files.write, *written, quickly=kind != "xlsx")
    return download(content, kind, called="inventory")


@bp.post("/inventory/preview")
def preview() -> str | tuple[str, int]:
    """Show what importing a file, a pasted text or a saved inventory would do; nothing is changed."""
    upload = Upload("", b"")
    try:
        upload = sent_upload()
        run = _dry_run(upload, look_alike=True)
    except FileError as error:
        return _page(upload=upload, trouble=str(error)), 422
    return _page(run), 200 if run.can_be_applied else 422


@bp.post("/inventory/import")
def apply() -> AnyResponse | tuple[str, int]:
    """Do what the preview showed, in one change."""
    upload = Upload("", b"")
    try:
        upload = sent_upload()
        run = _dry_run(upload, look_alike=any(choice is not DuplicateChoice.ADD for choice in upload.choices.values()))
    except FileError as error:
        return _page(upload=upload, trouble=str(error)), 422
    if not run.can_be_applied:
        return _page(run), 422
    try:
        if run.plan.new or run.plan.changed:
            entries.put(g.writer, written(g.worksheet, run.plan), seen=seen())
    except ConflictError as error:
        return _page(upload=upload, clashes=error.clashes), 409
    return redirect(place_of_new("list"), 303)


def _dry_run(upload: Upload, *, look_alike: bool) -> DryRun:
    """Look for likely duplicates if asked, then plan what people chose; raises FileError."""
    incoming = upload.incoming
    found = ready = planned(g.worksheet, incoming, look_alike=look_alike)
    same = same_as(found, g.worksheet.capabilities)
    choices = {new.row: upload.choice(new.row) for new in found.likely_duplicates}
    if any(choice is not DuplicateChoice.ADD for choice in choices.values()):
        ready = planned(g.worksheet, chosen(incoming, choices, same), look_alike=False)
    return DryRun(upload, found, ready, (*ready.mistakes, *_locked(ready)), same)


def _locked(ready: ImportPlan) -> list[RowMistake]:
    """A mistake for each row that would change what the facilitator has locked."""
    if g.is_facilitator:
        return []
    advice = "is locked, so that it stays as it is. Leave this row out, or ask the facilitator."
    locked = (each for each in ready.changed if g.saved.room.is_marked("capability", each.before.key, Marking.LOCKED))
    return [RowMistake(each.row, "", f"“{each.before.name}” {advice}") for each in locked]


def _page(
    run: DryRun | None = None,
    *,
    upload: Upload | None = None,
    trouble: str = "",
    clashes: Mapping[str, Clash] | None = None,
) -> str:
    shown = run.upload if run else upload
    return render_template(
        "inventory/preview.html",
        run=run,
        upload=shown,
        headings=shown.preview.columns if shown and shown.content else (),
        fields=tuple(columns(Capability)),
        found=shown.preview if shown and shown.content else None,
        encodings=ENCODINGS,
        separators=NAMED_SEPARATORS,
        kinds=tuple(Kind),
        trouble=trouble,
        clashes=clashes or {},
        most=MOST_SHOWN,
        most_mistakes=MOST_MISTAKES,
    )


def sent_upload() -> Upload:
    """Return what the form of this request brings; raises FileError, and NotFound for an inventory not held here."""
    address = request.form.get("inventory", "")
    sent = _saved(address) if address and "content" not in request.form else sent_file()
    return Upload(sent.name, sent.content, sent_choices(request.form, anew="anew" in request.form), _choices())


def _saved(address: str) -> Sent:
    """The newest version of an inventory that this browser holds."""
    kept = held_inventory(address)
    if kept is None:
        raise NotFound
    newest = versions(database(), kept.address)[0]
    capabilities = capabilities_of(database(), kept.address, newest.number)
    return Sent(f"{kept.name}.json", inventory_files.write_json(capabilities, unit=newest.unit).encode())


def _choices() -> dict[int, DuplicateChoice]:
    chosen = {0: request.form.get(LIKE_THE_REST, "")} | numbered("row", request.form)
    return {row: DuplicateChoice(value) for row, value in chosen.items() if value in set(DuplicateChoice)}


def sent_choices(form: MultiDict[str, str], *, anew: bool) -> Choices:
    """Return what a form says about a table; `anew` says that it is to be read in another way, so that what was said
    of its rows and columns no longer counts."""
    reading = Choices(
        encoding=form.get("encoding", ""),
        separator=form.get("separator", ""),
        sheet=form.get("sheet", ""),
        headings=whole_number(form.get("headings", "")),
    )
    if anew:
        return reading
    skipped = _numbers(form, "skip")
    kinds = {form.get(f"word-{number}", ""): kind for number, kind in numbered("kind", form).items()}
    return Choices(
        encoding=reading.encoding,
        separator=reading.separator,
        sheet=reading.sheet,
        headings=reading.headings,
        places=numbered("column", form),
        kinds={word: kind for word, kind in kinds.items() if word},
        days=form.get("days", ""),
        decimals=form.get("decimals", ""),
        skipped=skipped,
        kept=_numbers(form, "offered") - skipped,
        emptied=frozenset(_places(form)),
        leaves_hidden="leave-hidden" in form,
        leaves_errors="leave-errors" in form,
    )


def numbered(name: str, form: MultiDict[str, str]) -> dict[int, str]:
    """Return the fields of a form that are called `name` and a number, by that number."""
    start = f"{name}-"
    fields = ((field, value) for field, value in form.items() if field.startswith(start))
    found = ((whole_number(field.removeprefix(start)), value) for field, value in fields)
    return {number: value for number, value in found if number is not None}


def _numbers(form: MultiDict[str, str], name: str) -> frozenset[int]:
    return frozenset(number for text in form.getlist(name) if (number := whole_number(text)) is not None)


def _places(form: MultiDict[str, str]) -> list[tuple[int, int]]:
    """Return the places of cells, which a form calls by their row and column."""
    parts = (text.partition("-") for text in form.getlist("empty"))
    found = ((whole_number(row), whole_number(column)) for row, _, column in parts)
    return [(row, column) for row, column in found if row is not None and column is not None]
