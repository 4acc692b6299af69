from flask import render_template
from reuse_app.web.access import workshop_blueprint
bp = workshop_blueprint("nature", __name__)
@bp.get("/nature")
def page() -> str:
    return "stub"
