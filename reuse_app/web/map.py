from flask import render_template
from reuse_app.web.access import workshop_blueprint
bp = workshop_blueprint("map", __name__)
@bp.get("/map")
def page() -> str:
    return "stub"
