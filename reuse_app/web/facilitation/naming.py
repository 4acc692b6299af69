"""Names of people as forms send them."""

from collections.abc import Callable

from flask import request
from werkzeug.wrappers import Response

from reuse_app.store.errors import NameTakenError
from reuse_app.web.forms.form import WrongFormError
from reuse_app.web.forms.saving import Page, attempt


def save_name(write: Callable[[], int], *, form: str, page: Page, back: str) -> Response | tuple[str, int]:
    """Save a name, or answer with the page on which it stands beside what is wrong with it."""

    def write_name() -> int:
        try:
            return write()
        except NameTakenError as error:
            raise WrongFormError({"name": str(error)}) from error

    return attempt(write_name, form=form, sent={"name": request.form.get("name", "")}, page=page, back=back)
