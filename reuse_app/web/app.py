"""The Flask app, made in a function so that each test and each server has its own."""

from flask import Flask
from jinja2 import StrictUndefined

from reuse_app.narrative.templating import templates_folder
from reuse_app.store import Database
from reuse_app.web import access, frame, nature
from reuse_app.web import template_filters as words
from reuse_app.web.access import CursorConverter, KeyConverter, WholeNumberConverter
from reuse_app.web.api import api
from reuse_app.web.api import inventory_tokens as programs
from reuse_app.web.api import workshop_tokens as tokens
from reuse_app.web.choose import page as choose
from reuse_app.web.context import Visit
from reuse_app.web.entries import marks, merges, replacements
from reuse_app.web.entries import undo as removals
from reuse_app.web.facilitation import big_screen as screen
from reuse_app.web.facilitation import completions, guessing, joining, me, people, presence, stages, standing
from reuse_app.web.facilitation import links as grants
from reuse_app.web.facilitation import run_sheet as room
from reuse_app.web.inventories import comparison as comparisons
from reuse_app.web.inventories import library, shelf
from reuse_app.web.inventories import page as kept
from reuse_app.web.inventories import saving as shelves
from reuse_app.web.inventories import settings as keeping
from reuse_app.web.inventory import checks, imports
from reuse_app.web.inventory import page as inventory
from reuse_app.web.iterate import outcomes
from reuse_app.web.iterate import page as iterate
from reuse_app.web.map import page as map_page
from reuse_app.web.products import dots
from reuse_app.web.products import page as products
from reuse_app.web.score import page as score
from reuse_app.web.server import compression, errors, security, statics, throttle, working
from reuse_app.web.server import etags as unchanged
from reuse_app.web.server.bodies import LARGEST_REQUEST, CountedRequest
from reuse_app.web.server.network import place_of
from reuse_app.web.server.throttle import HourlyLimits
from reuse_app.web.workshops import copies, home, reports, settings, versions


def create_app(
    database: Database, *, public_url: str, behind_proxy: bool = False, limits: HourlyLimits | None = None
) -> Flask:
    """Make the app for one database; `public_url` is how others reach it, for links that people pass on.

    With `behind_proxy` a change is taken from pages at that address alone, and a proxy on this computer is believed
    when it tells who asks. Raises MountError.
    """
    place = place_of(public_url)
    app = errors.App(
        "reuse_app",
        static_folder=None,
        template_folder=templates_folder(),
    )
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_REQUEST, MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST, PUBLIC_URL=public_url)
    app.config.update(APPLICATION_ROOT=place.mount or "/", ORIGIN=place.origin if behind_proxy else "")
    app.config.update(BEHIND_PROXY=behind_proxy, LIMITS=limits or HourlyLimits())
    app.url_map.merge_slashes = False
    app.app_ctx_globals_class = Visit
    app.request_class = CountedRequest
    app.extensions["database"] = database
    app.url_map.converters |= {"key": KeyConverter, "cursor": CursorConverter, "int": WholeNumberConverter}
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for part in (access, compression, errors, guessing, presence, security, shelf, standing, statics):
        part.init_app(app)
    for part in (throttle, unchanged, words, working):
        part.init_app(app)
    for page in (
        home,
        joining,
        imports,
        checks,
        shelves,
        library,
        kept,
        keeping,
        comparisons,
        frame,
        inventory,
        nature,
        products,
        map_page,
        dots,
        score,
        choose,
        iterate,
        reports,
        removals,
        replacements,
        merges,
        marks,
        people,
        grants,
        me,
        presence,
        room,
        stages,
        completions,
        screen,
        settings,
        copies,
        versions,
        outcomes,
        tokens,
        programs,
        api,
    ):
        app.register_blueprint(page.bp)
    return app
