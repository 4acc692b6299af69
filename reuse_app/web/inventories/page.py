"""One inventory: its versions, searching in them, files, starting a workshop from one, sharing and deleting it."""

from contextlib import suppress

from flask import Response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from reuse_app.exchange import inventory_files
from reuse_app.narrative.words import capitalised
from reuse_app.store.errors import RepeatedError
from reuse_app.store.inventories import Version, capabilities_of, delete_inventory, replace_links, versions
from reuse_app.web.access import lead_into_new, remember, secret_of_form
from reuse_app.web.addresses import public_url, qr_svg
from reuse_app.web.clock import begun_everywhere
from reuse_app.web.context import database, g
from reuse_app.web.downloads import asked_separator, download
from reuse_app.web.forms.form import WrongFormError
from reuse_app.web.forms.saving import answer
from reuse_app.web.forms.sent import sent_texts
from reuse_app.web.lists import leaf
from reuse_app.web.page import Page, Who
from reuse_app.web.server.security import browser
from reuse_app.web.server.working import work
from reuse_app.worksheet import Capability, Kind, Participant, Product, Status, Worksheet, Workshop
from reuse_app.worksheet.document import LISTS
from reuse_app.worksheet.factors import DEFAULT_FACTORS
from reuse_app.worksheet.searching import Search, search
from reuse_app.worksheet.values import NAME_LENGTH, clean_line, key_for

bp = Page("kept", __name__, Who.KEEPERS)

PAGE_LENGTH = 100
"""Capabilities on one page."""
AT_A_GLANCE = {"key", "name", "kind", "status", "owner", "trl", "rrl"}
"""What the line of a capability says already; unfolded it says all the rest."""
DETAILS = tuple(field for field in Capability.model_fields if field not in AT_A_GLANCE)


@bp.get("")
def page() -> str:
    """The newest version of an inventory."""
    return _page()


@bp.get("/versions/<int(max=1000000000):number>")
def version(number: int) -> str:
    """One version of an inventory."""
    return _page(number)


@bp.get("/versions/<int(max=1000000000):number>/inventory.<any(csv, xlsx, json):kind>")
def file(number: int, kind: str) -> Response:
    """A version as a file."""
    capabilities, unit = capabilities_of(database(), g.kept.address, number), _version(number).unit
    content = work(inventory_files.write, kind, capabilities, unit, asked_separator(), quickly=kind != "xlsx")
    return download(content, kind, title=g.kept.name, called=f"version-{number}")


@bp.post("/versions/<int(max=1000000000):number>/workshops")
def start_workshop(number: int) -> AnyResponse | tuple[str, int]:
    """Start a workshop that has the capabilities of a version."""
    capabilities = capabilities_of(database(), g.kept.address, number)
    sent = sent_texts("title", "name")

    def start() -> AnyResponse:
        worksheet = _worksheet(sent["title"], sent["name"], capabilities, _version(number).unit)
        return lead_into_new(worksheet, facilitator=worksheet.participants[0].key, page="frame")

    return answer(start, form="start", sent=sent, page=lambda: _page(number))


@bp.get("/settings")
def show_settings() -> str:
    """The link of an inventory, and its end."""
    link = public_url("library.open_link", secret=g.kept.secret)
    return render_template("inventories/settings.html", link=link, qr=qr_svg(link))


@bp.post("/links")
def replace() -> AnyResponse:
    """Make a new link; every other one opens nothing any more."""
    secret = secret_of_form("replace", g.kept.address)
    with suppress(RepeatedError):
        replace_links(database(), g.kept.address, secret=secret, holder=browser())
    return remember(redirect(url_for(".show_settings", replaced=1), 303), secret)


@bp.post("/removal")
def remove() -> AnyResponse | tuple[str, int]:
    """Delete the inventory with all its versions, once its name has been typed."""
    sent = sent_texts("name")

    def delete_named() -> AnyResponse:
        if clean_line(sent["name"]) != g.kept.name:
            raise WrongFormError({"name": "This is not the name. Nothing was deleted."})
        delete_inventory(database(), g.kept.address)
        return redirect(url_for("library.page"), 303)

    return answer(delete_named, form="removal", sent=sent, page=show_settings)


def _worksheet(title: str, name: str, capabilities: tuple[Capability, ...], unit: str) -> Worksheet:
    """A new worksheet with these capabilities and the products that they were built for; raises ValidationError."""
    words = dict.fromkeys(each.home_product for each in capabilities if each.home_product)
    known = [*words][: LISTS["products"].limit]
    homes = tuple(Product(key=word, name=_said(word), home=True) for word in known)
    return Worksheet(
        workshop=Workshop(title=title, unit=unit) if unit else Workshop(title=title),
        factors=DEFAULT_FACTORS,
        participants=(Participant(key=key_for(name, (), otherwise="facilitator"), name=name),),
        products=homes,
        capabilities=tuple(
            each if each.home_product in {None, *known} else each.model_copy(update={"home_product": None})
            for each in capabilities
        ),
    )


def _said(key: str) -> str:
    """A key as a name: model-3 as Model 3."""
    return capitalised(key.replace("-", " ").replace("_", " ").strip())


def _version(number: int) -> Version:
    """The version of that number; raises NotFound."""
    found = (each for each in versions(database(), g.kept.address) if each.number == number)
    for version in found:
        return version
    raise NotFound


def _page(number: int | None = None) -> str:
    every = versions(database(), g.kept.address)
    shown = _version(number) if number is not None else every[0]
    wanted, today = _wanted(), begun_everywhere()
    found = search(capabilities_of(database(), g.kept.address, shown.number), wanted, today=today)
    return render_template(
        "inventories/page.html",
        versions=every,
        shown=shown,
        wanted=wanted,
        details=DETAILS,
        hits=leaf(found, request.args.get("page", "1"), size=PAGE_LENGTH),
        kinds=tuple(Kind),
        statuses=tuple(Status),
    )


def _wanted() -> Search:
    """What the address looks for; what is no kind and no status is left out."""
    kind, status = request.args.get("kind", ""), request.args.get("status", "")
    return Search(
        text=clean_line(request.args.get("q", ""))[:NAME_LENGTH],
        kind=Kind(kind) if kind in set(Kind) else None,
        status=Status(status) if status in set(Status) else None,
        stale=request.args.get("stale") == "1",
    )
