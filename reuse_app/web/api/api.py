"""The HTTP API: what the files can do, for programs that bring a token. It reads no cookie and sets none."""

import secrets

from flask import Response, jsonify, request
from werkzeug.exceptions import Forbidden, UnprocessableEntity

from reuse_app.analysis.portfolio.weighed_set import weigh_kept_sets
from reuse_app.exchange import FileError, worksheet_json
from reuse_app.store import workshops as stored
from reuse_app.store.grants import SECRET_BYTES, GrantRole, Pass
from reuse_app.store.holdings import hold
from reuse_app.store.workshops import ForProgram
from reuse_app.web.addresses import public_url
from reuse_app.web.api.entering import (
    JSON,
    READS_ONLY,
    MistakenError,
    enter_workshop,
    is_token,
    json_answer,
    opened_workshops,
    secret,
    sent_bytes,
    state,
    tagged,
)
from reuse_app.web.api.openapi import EVENTS, OpenedWorkshop, StartedWorkshop, Workshops, described
from reuse_app.web.context import database, g
from reuse_app.web.findings import findings
from reuse_app.web.page import Page, Who
from reuse_app.web.server.starting import asks_for_secret, bring_secret, check_signed_in, count_start
from reuse_app.web.server.working import is_light, work
from reuse_app.web.workshops import reports
from reuse_app.worksheet import Worksheet
from reuse_app.worksheet.validation.worksheet import WorksheetError

bp = Page("api", __name__, Who.PROGRAMS, prefix="/api/v1")


@bp.get("/openapi.json")
def openapi() -> Response:
    """What this API can do, for programs to read."""
    return jsonify({**described(), "servers": [{"url": public_url("home.page").rstrip("/")}]})


@bp.get("/workshops")
def workshops() -> Response:
    """The workshops that the token opens, the newest first."""
    opened = tuple(map(_told, opened_workshops()))
    return json_answer(Workshops(workshops=opened).model_dump_json())


@bp.post("/workshops")
def start() -> Response:
    """Start a workshop from a worksheet; the token that starts it opens it too, else it gets one of its own.

    Where a proxy says who is signed in, it is among that person's workshops.
    """
    program, sheet = _program(), _sent_worksheet()
    starter = count_start(is_known=True)
    leads = next((person.key for person in sheet.participants), None)
    started = stored.start(database(), sheet, facilitator=leads, starter=starter, program=program)
    if starter:
        hold(database(), starter, started.facilitator_secret)
    link = public_url("joining.open_link", secret=started.facilitator_secret)
    url = public_url("map.page", address=started.address)
    told = StartedWorkshop(address=started.address, url=url, facilitator_link=link, token=program.secret)
    response = json_answer(told.model_dump_json(), 201)
    response.location = public_url("api.worksheet", workshop=started.address)
    return response


@bp.get("/workshops/<workshop>/worksheet")
def worksheet(workshop: str) -> Response:
    """The worksheet as everybody in the workshop may see it."""
    enter_workshop(workshop)
    return tagged(json_answer(worksheet_json.write(g.shown)), state())


@bp.get("/workshops/<workshop>/findings")
def analysis(workshop: str) -> Response:
    """What follows from the worksheet."""
    enter_workshop(workshop)
    return tagged(json_answer(weigh_kept_sets(g.shown, findings()).model_dump_json()), state())


@bp.get("/workshops/<workshop>/report.<kind>")
def report(workshop: str, kind: str) -> Response:
    """The report as a file."""
    enter_workshop(workshop)
    return reports.made_file(kind)


@bp.get("/workshops/<workshop>/events")
def events(workshop: str) -> Response:
    """The newest state, once: the server itself answers whom it lets in, and goes on for as long as they listen."""
    enter_workshop(workshop)
    return Response(f"id: {state()}\nevent: revision\ndata: {state()} *\n\n", content_type=EVENTS)


def _told(opened: Pass) -> OpenedWorkshop:
    url = public_url("map.page", address=opened.address)
    return OpenedWorkshop(address=opened.address, title=opened.title, url=url, writes=opened.role is GrantRole.WRITER)


def _program() -> ForProgram:
    """The token that opens the workshop that a program starts: the one that was sent.

    Who starts without one, as anybody may here, or by the secret, gets a new one; a token is no wrong secret. Raises
    Unauthorized, Forbidden, StartError and TooMuchError.
    """
    new = ForProgram(secrets.token_urlsafe(SECRET_BYTES), label="Started it")
    if request.authorization is None and not asks_for_secret():
        check_signed_in()
        return new
    if asks_for_secret() and not is_token() and bring_secret(secret()):
        return new
    known = next((each for each in opened_workshops() if each.role is GrantRole.WRITER), None)
    if known is None:
        raise Forbidden(READS_ONLY)
    return ForProgram(secret(), known.label or "", known.last_day)


def _sent_worksheet() -> Worksheet:
    """The worksheet in the body; raises the HTTPException that says why it cannot be read."""
    content = sent_bytes((JSON,))
    try:
        return work(worksheet_json.read, content, quickly=is_light(content))
    except WorksheetError as error:
        raise MistakenError(error.mistakes) from error
    except FileError as error:
        raise UnprocessableEntity(str(error)) from error
