from reuse_app.web.access import workshop_blueprint

bp = workshop_blueprint("choose", __name__)


@bp.get("/choose")
def page() -> str:
    return "stub"
