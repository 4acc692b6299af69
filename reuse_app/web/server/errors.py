"""Every failure as a page: what happened, why, and the way on."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from flask import Flask, current_app, jsonify, make_response, render_template, request
from flask import Response as FlaskResponse
from werkzeug.exceptions import BadRequest, HTTPException, InternalServerError, MethodNotAllowed, RequestEntityTooLarge
from werkzeug.wrappers import Response

from reuse_app.store.errors import (
    DatabaseError,
    NotAskedError,
    NotOwnError,
    StoreError,
    UnknownEntryError,
    UnknownInventoryError,
    UnknownVersionError,
    UnknownWorkshopError,
)
from reuse_app.web.access import EndedLinkError, NoCookieError, NoEntryError, NoInventoryError
from reuse_app.web.context import g
from reuse_app.web.forms.sent import sent_prose, wants_json
from reuse_app.web.permissions import ClosedError, ForbiddenError, NotOpenError
from reuse_app.web.server.computing import ComputingError
from reuse_app.web.server.failures import PROBLEM, advice, is_for_programs, problem, report
from reuse_app.web.server.security import ForeignRequestError, is_from_us
from reuse_app.web.server.starting import StartError
from reuse_app.web.server.throttle import TooMuchError, refused_for_now
from reuse_app.web.server.working import FullError
from reuse_app.workers import AT_ONCE, LimitError, WorkError

Answer = tuple[str | Response, int]
Later = tuple[str | Response, int, dict[str, str]]
"""An answer with headers that say when to ask again."""
SECONDS_UNTIL_ROOM = "10"
SECONDS_UNTIL_COMPUTED = "3"
COMPUTING = "This is still being computed. Ask for it again at the same address."

MESSAGES = {
    400: ("This request could not be read", "Go back, reload the page and try again."),
    404: ("There is nothing at this address", "It may have been mistyped or removed."),
    405: ("This address is not for opening", "It belongs to a form. Go back and use the form."),
    413: ("That is too large", "A file may have at most 5 MB. Split it, or leave out what is not needed."),
}


PROGRAM_MESSAGES = {
    400: ("This request could not be read", "Look at openapi.json for what it may say."),
    404: MESSAGES[404],
    405: ("This method is not for this address", "The header Allow says which are."),
    413: ("That is too large", "A body may have at most 5 MB. Split it, or leave out what is not needed."),
}

PASSING = (403, 429, 503)
"""Refusals that may pass, so that the same can be sent again: a step is opened, a link is given, there is room."""

CODES: dict[type[StoreError], int] = {
    UnknownEntryError: 404,
    UnknownWorkshopError: 404,
    UnknownInventoryError: 404,
    UnknownVersionError: 404,
    NotOwnError: 403,
    DatabaseError: 503,
}
"""Which failure of the store is which status; any other contradicts what is there."""


class App(Flask):
    """An app whose failures are logged here alone: Flask's own line names the address, which may hold a secret."""

    def log_exception(self, exc_info: object) -> None:
        """Leave it to `_broken`, which is asked for the answer next."""


@dataclass(frozen=True)
class Unsaved:
    """A form that was refused as a whole: what was typed into it stays on the page that says so."""

    texts: Sequence[str]
    fields: Sequence[tuple[str, str]]
    """All that was sent, by the names of the fields, to be sent again; nothing where that would be refused again."""


def init_app(app: Flask) -> None:
    """Turn each failure into a response in one place."""
    app.url_value_preprocessor(lambda _endpoint, _values: _note_route())
    app.before_request(_check_length)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(InternalServerError, _broken)
    app.register_error_handler(NoEntryError, _no_entry)
    app.register_error_handler(NoCookieError, _no_cookie)
    app.register_error_handler(EndedLinkError, _ended_link)
    app.register_error_handler(NoInventoryError, _no_inventory)
    app.register_error_handler(ForbiddenError, _forbidden)
    app.register_error_handler(NotOpenError, _not_open)
    app.register_error_handler(ClosedError, _closed)
    app.register_error_handler(ForeignRequestError, _foreign)
    app.register_error_handler(TooMuchError, _too_much)
    app.register_error_handler(StartError, _start)
    app.register_error_handler(NotAskedError, _not_asked)
    app.register_error_handler(StoreError, _store)
    app.register_error_handler(WorkError, _work)
    app.register_error_handler(FullError, _full)
    app.register_error_handler(ComputingError, _computing)


def reported(error: BaseException, status: int) -> str:
    """Log a failure of this request; return what the answer says to whoever has asked."""
    state = request.environ["asgi.scope"]["state"] if "asgi.scope" in request.environ else {}
    return advice(report(error, status=status, method=request.method, route=_route(), state=state))


def _note_route() -> None:
    """Tell the server, which logs what fails once the pages are done."""
    if "asgi.scope" in request.environ:
        request.environ["asgi.scope"]["state"]["route"] = _route()


def _check_length() -> None:
    """Refuse a request that is too large wherever it goes; of its body nothing is here but the length."""
    if (request.content_length or 0) > current_app.config["MAX_CONTENT_LENGTH"]:
        raise RequestEntityTooLarge(MESSAGES[413][1])


def _route() -> str:
    """The pattern of the address; the address itself may hold a secret."""
    return request.url_rule.rule if request.url_rule else "no such address"


def _http(error: HTTPException) -> Response | HTTPException:
    code = error.code or 500
    if code < 400 or error.response:  # noqa: PLR2004  # a redirect is no failure, and some bring their answer
        return error
    if is_for_programs(request.path):
        return _for_program(error, code)
    title, advice = MESSAGES.get(code, ("This did not work", error.description or ""))
    if isinstance(error, BadRequest) and error.description != type(error).description:
        advice = error.description or advice
    response = make_response(_answer(title, advice, code))
    if isinstance(error, MethodNotAllowed):
        response.allow.update(error.valid_methods or ())
    return response


def _for_program(error: HTTPException, code: int) -> Response:
    """A refusal in the words of whoever raised it; what werkzeug says to people is said to programs by their own."""
    is_said = error.description != type(error).description
    title, advice = PROGRAM_MESSAGES.get(code, ("This did not work", ""))
    detail = error.description if is_said and error.description else f"{title}. {advice}".strip()
    response = _problem(code, detail)
    response.headers.extend([header for header in error.get_headers() if header[0] != "Content-Type"])
    return response


def _broken(error: InternalServerError) -> Answer:
    number = reported(error.original_exception or error, 500)
    return _answer("Something in the server is broken", f"What you sent may not have been saved. {number}", 500)


def _no_entry(_error: NoEntryError) -> Answer:
    return _answer(
        "This workshop opens only through its link",
        "This browser does not hold the link, or the workshop is gone. "
        "Ask the facilitator for the link and open it here.",
        403,
    )


def _no_cookie(_error: NoCookieError) -> Answer:
    return _answer(
        "This browser keeps no cookies",
        "It needs one to know you again. Allow cookies for this site, then open the link once more. "
        f"The site is at {current_app.config['PUBLIC_URL']}.",
        403,
    )


def _ended_link(_error: EndedLinkError) -> Answer:
    return _answer(
        "This link does not open the workshop any more",
        "It was replaced or taken back. Ask the facilitator for a new one, or join by the code.",
        403,
    )


def _no_inventory(error: NoInventoryError) -> Answer:
    if error.has_ended:
        advice = "It was replaced. Ask somebody who keeps the inventory for the new one."
        return _answer("This link does not open the inventory any more", advice, 403)
    advice = "This browser does not hold the link, or the inventory is gone. Ask who keeps it for the link."
    return _answer("This inventory opens only through its link", advice, 403)


def _forbidden(error: ForbiddenError) -> Answer:
    return _answer("This is not for you to do here", str(error), 403)


def _not_open(error: NotOpenError) -> Answer:
    if wants_json():
        return _answer("Not saved", f"The step {error.step.title} is closed now. The facilitator can open it.", 403)
    return render_template("workshop/not_open.html", step=error.step, unsaved=_unsaved(403)), 403


def _closed(_error: ClosedError) -> Answer:
    if wants_json():
        return _answer("Not saved", "The workshop is closed.", 403)
    title = g.saved.worksheet.workshop.title
    return render_template("workshop/closed.html", title=title, unsaved=_unsaved(403)), 403


def _foreign(_error: ForeignRequestError) -> Answer:
    return _answer(
        "This was not saved",
        "The page was open for too long, or the request did not come from here. "
        "Go back, copy what you typed, reload the page and send it again.",
        403,
    )


def _too_much(error: TooMuchError) -> Response:
    if is_for_programs(request.path):
        return refused_for_now(_problem(429, f"Nothing was saved. {error}"), error)
    if wants_json():
        return refused_for_now(jsonify(message=f"Not saved. {error}"), error)
    return refused_for_now(_page("This was not saved", str(error), 429), error)


def _start(error: StartError) -> Answer:
    return _answer("No workshop was started", str(error), 403)


def _not_asked(error: NotAskedError) -> Answer:
    if error.has_ended:
        return _answer("These questions are closed", "What came in before has reached those who asked. Thank you.", 410)
    return _answer("Nobody is asked anything here", "The link is mistyped or not whole.", 404)


def _store(error: StoreError) -> Answer:
    code = next((code for kind, code in CODES.items() if isinstance(error, kind)), 409)
    advice = f"{error} {reported(error, code)}" if isinstance(error, DatabaseError) else str(error)
    return _answer("This could not be done", advice, code)


def _work(error: WorkError) -> Later:
    again = {} if isinstance(error, LimitError) else {"Retry-After": SECONDS_UNTIL_ROOM}
    return *_answer("This could not be worked out", str(error), 503), again


def _full(_error: FullError) -> Later:
    advice = f"{AT_ONCE} files or analyses are being made at a time, and many wait already. Try again in a moment."
    return *_answer("Please try again in a moment", advice, 503), {"Retry-After": SECONDS_UNTIL_ROOM}


def _computing(error: ComputingError) -> Answer | Later:
    """What there is of the page, or for a program when to ask again; the status says that the rest is on its way."""
    if is_for_programs(request.path):
        return jsonify(message=COMPUTING), 202, {"Retry-After": SECONDS_UNTIL_COMPUTED}
    return error.page or render_template("workshop/computing.html", step=g.page.step), 202


def _unsaved(code: int) -> Unsaved | None:
    """What this request brought to be saved; nothing of what no page of ours has sent, or of what cannot be read."""
    with suppress(HTTPException):
        if request.method == "POST" and is_from_us() and (texts := sent_prose()):
            fields = [(name, text) for name, text in request.form.items(multi=True) if name != "csrf"]
            return Unsaved(texts, fields if code in PASSING and not request.files else ())
    return None


def _problem(code: int, detail: str) -> FlaskResponse:
    return FlaskResponse(problem(code, detail), code, content_type=PROBLEM)


def _answer(title: str, advice: str, code: int) -> Answer:
    if is_for_programs(request.path):
        return _problem(code, f"{title}. {advice}"), code
    if wants_json():
        return jsonify(message=f"{title}. {advice}"), code
    return _page(title, advice, code), code


def _page(title: str, advice: str, code: int) -> str:
    return render_template("error.html", title=title, advice=advice, unsaved=_unsaved(code))
