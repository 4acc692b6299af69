from flask import render_template
from reuse_app.web.access import workshop_blueprint
bp = workshop_blueprint("settings", __name__)
@bp.get("/settings")
def page() -> str:
    return "stub"
