from flask import render_template
from reuse_app.web.access import workshop_blueprint
bp = workshop_blueprint("reports", __name__)
@bp.get("/reports")
def page() -> str:
    return "stub"
