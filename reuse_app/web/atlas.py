"""The atlas: who must do what, to browse by verb, field and distance, in a workshop or outside of one."""

from collections.abc import Collection
from itertools import groupby

from flask import render_template, request

from reuse_app.guide.atlas import Problem, look_up, problems
from reuse_app.web.page import Page, Who
from reuse_app.worksheet.isic import Distance, distance, divisions
from reuse_app.worksheet.nature import FLOWS, VERBS

bp = Page("atlas", __name__, Who.ANYBODY, prefix="/atlas")


@bp.get("")
def page() -> str:
    """The problems that the address asks for, by verb; what it asks for and there is not, it does not ask for."""
    names = {code: each.name for code, each in divisions().items()}
    used = {each.division for each in problems()}
    chosen = {
        "verb": _chosen("verb", VERBS),
        "flow": _chosen("flow", FLOWS),
        "field": _chosen("field", used),
        "home": _chosen("home", names),
        "distance": _chosen("distance", tuple(Distance)),
    }
    found = look_up(verb=chosen["verb"], flow=chosen["flow"], field=chosen["field"], home=chosen["home"])
    told = [(each, names[each.division], _away(chosen["home"], each)) for each in found]
    if chosen["home"] and chosen["distance"]:
        told = [each for each in told if each[2] == chosen["distance"]]
    told.sort(key=lambda each: list(VERBS).index(each[0].verb))
    return render_template(
        "atlas/page.html",
        chosen=chosen,
        count=len(told),
        found=[(verb, tuple(each)) for verb, each in groupby(told, key=lambda each: each[0].verb)],
        verbs=VERBS,
        options=[(verb, verb) for verb in VERBS],
        flows=[(flow, flow) for flow in FLOWS],
        fields=names.items(),
        used=[(code, name) for code, name in names.items() if code in used],
        distances=[(each.value, each.value) for each in Distance],
    )


def _chosen(name: str, known: Collection[str]) -> str:
    value = request.args.get(name, "")
    return value if value in known else ""


def _away(home: str, problem: Problem) -> Distance | None:
    return distance(home, problem.division) if home else None
