from flask import render_template
from reuse_app.web.access import workshop_blueprint
bp = workshop_blueprint("products", __name__)
@bp.get("/products")
def page() -> str:
    return "stub"
