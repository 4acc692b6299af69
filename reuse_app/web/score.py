from flask import render_template
from reuse_app.web.access import workshop_blueprint
bp = workshop_blueprint("score", __name__)
@bp.get("/score")
def page() -> str:
    return "stub"
