"""Share & keep: the facilitator link, the worksheet file, hand-outs, and deleting the workshop for good."""

from flask import Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from reuse_app.exchange import worksheet_json
from reuse_app.report.handouts import HANDOUTS, PAPERS
from reuse_app.store.workshops import delete_workshop
from reuse_app.web.access import own_link
from reuse_app.web.context import database, g
from reuse_app.web.downloads import download
from reuse_app.web.findings import forget as forget_findings
from reuse_app.web.forms.form import WrongFormError
from reuse_app.web.forms.saving import answer
from reuse_app.web.forms.sent import sent_texts
from reuse_app.web.page import Page, Who
from reuse_app.web.server.network import reach
from reuse_app.worksheet.values import clean_line

bp = Page("settings", __name__, Who.FACILITATORS, shows=())


@bp.get("/settings")
def page() -> str:
    """The link of this workshop, its file, and its end."""
    offered = {kind: one for kind, one in HANDOUTS.items() if not (one.is_open and g.saved.room.closed)}
    return render_template("workshops/settings.html", link=own_link(), handouts=offered, papers=PAPERS, reach=reach())


@bp.get("/worksheet.json")
def worksheet() -> Response:
    """The worksheet as a file that can be imported again."""
    return download(worksheet_json.write(g.worksheet), "json")


@bp.post("/removal")
def remove() -> AnyResponse | tuple[str, int]:
    """Delete the workshop, once its title has been typed."""
    sent = sent_texts("title")

    def delete_titled() -> AnyResponse:
        if clean_line(sent["title"]) != g.worksheet.workshop.title:
            raise WrongFormError({"title": "This is not the title. Nothing was deleted."})
        delete_workshop(database(), g.saved.address)
        forget_findings()
        return redirect(url_for("home.page"), 303)

    return answer(delete_titled, form="removal", sent=sent, page=page)
