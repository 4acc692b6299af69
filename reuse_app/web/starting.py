"""Starting a workshop: a worksheet is stored, and who starts it leads it from then on."""

from collections.abc import Sequence

from flask import redirect, url_for
from werkzeug.wrappers import Response

from reuse_app.exchange import worksheet_json
from reuse_app.room import Stage
from reuse_app.store.errors import RepeatedError
from reuse_app.store.workshops import Started, start
from reuse_app.web.access import opened, remember, secret_of_form
from reuse_app.web.context import database
from reuse_app.web.server.throttle import start_one
from reuse_app.worksheet import Worksheet


def lead_into_new(
    worksheet: Worksheet, *, facilitator: str | None, page: str, agenda: Sequence[Stage] = ()
) -> Response:
    """Store a worksheet as a workshop and lead its facilitator to one of its pages; the same form starts one.

    Raises TooMuchError.
    """
    start_one()
    secret = secret_of_form("start", worksheet_json.write(worksheet))
    try:
        started = start(database(), worksheet, facilitator=facilitator, secret=secret, agenda=agenda)
    except RepeatedError:
        started = Started(opened(secret).address, secret)
    response = redirect(url_for(f"{page}.page", address=started.address), 303)
    return remember(response, started.facilitator_secret)
