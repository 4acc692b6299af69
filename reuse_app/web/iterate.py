from reuse_app.web.access import workshop_blueprint

bp = workshop_blueprint("iterate", __name__)


@bp.get("/iterate")
def page() -> str:
    return "stub"
