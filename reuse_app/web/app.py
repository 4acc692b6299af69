"""The Flask app, made in a function so that each test and each server has its own."""

from flask import Flask
from jinja2 import StrictUndefined

from reuse_app.narrative.templating import templates_folder
from reuse_app.settings import ServerSettings
from reuse_app.store import Database
from reuse_app.web import access, atlas, findings, frame, guessing, health, lists, nature, notes, template_filters
from reuse_app.web.addresses import CursorConverter, KeyConverter, WholeNumberConverter
from reuse_app.web.api import api, pushes, tokens
from reuse_app.web.api import inventories as api_inventories
from reuse_app.web.choose import deciding as choose
from reuse_app.web.context import Visit
from reuse_app.web.entries import replacements, tidying, undo
from reuse_app.web.facilitation import (
    activity,
    agenda,
    joining,
    links,
    me,
    people,
    presence,
    run_sheet,
    standing,
    welcome,
)
from reuse_app.web.inventories import comparison, library, saving
from reuse_app.web.inventories import page as kept
from reuse_app.web.inventory import imports
from reuse_app.web.inventory import page as inventory
from reuse_app.web.iterate import outcomes
from reuse_app.web.iterate import page as iterate
from reuse_app.web.map import imports as map_imports
from reuse_app.web.map import page as map_page
from reuse_app.web.outsiders import asked
from reuse_app.web.outsiders import page as outsiders
from reuse_app.web.page import check_pages
from reuse_app.web.products import page as products
from reuse_app.web.score import page as score
from reuse_app.web.server import caching, computing, errors, security, starting, throttle, working
from reuse_app.web.server.bodies import LARGEST_REQUEST, CountedRequest
from reuse_app.web.server.network import root_of
from reuse_app.web.server.signing_in import signing_in_of
from reuse_app.web.server.throttle import HourlyLimits
from reuse_app.web.stage import page as stage
from reuse_app.web.workshops import copies, home, reports, versions
from reuse_app.web.workshops import settings as settings_page

PAGES = (
    *(home.bp, settings_page.bp, copies.bp, versions.bp, reports.bp),
    *(joining.bp, welcome.bp, links.bp, me.bp, people.bp, presence.bp, run_sheet.bp, agenda.bp, activity.bp, stage.bp),
    *(frame.bp, inventory.bp, imports.bp, nature.bp, products.bp, map_page.bp, map_imports.bp),
    *(score.bp, choose.bp, iterate.bp, outcomes.bp),
    *(undo.bp, replacements.bp, tidying.bp, notes.bp),
    *(library.bp, kept.bp, saving.bp, comparison.bp),
    *(atlas.bp, outsiders.bp, asked.bp),
    *(api.bp, pushes.bp, api_inventories.bp, tokens.of_workshop, tokens.of_inventory),
    *(health.bp, caching.bp),
)


USUAL = ServerSettings()


def create_app(
    database: Database,
    *,
    public_url: str,
    behind_proxy: bool = False,
    limits: HourlyLimits | None = None,
    settings: ServerSettings = USUAL,
) -> Flask:
    """Make the app for one database; `public_url` is how others reach it, for links that people pass on.

    With `behind_proxy` a change is taken from pages at that address alone, and the proxies of the settings are
    believed when they tell who asks. The settings also say who may start workshops, and how long these are kept. Raises
    MountError, and UndeclaredError for an address of which no page says for whom it is.
    """
    root = root_of(public_url)
    app = errors.App(
        "reuse_app",
        static_folder=None,
        template_folder=templates_folder(),
    )
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_REQUEST, MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST, PUBLIC_URL=public_url)
    app.config.update(APPLICATION_ROOT=root.mount or "/", ORIGIN=root.origin if behind_proxy else "")
    app.config.update(BEHIND_PROXY=behind_proxy, LIMITS=limits or HourlyLimits(), KEEP_FOR=settings.keep_for)
    app.config.update(START_SECRET=settings.start_secret, PROXIES=settings.proxies, SIGNING_IN=signing_in_of(settings))
    app.url_map.merge_slashes = False
    app.app_ctx_globals_class = Visit
    app.request_class = CountedRequest
    app.extensions["database"] = database
    app.url_map.converters |= {"key": KeyConverter, "cursor": CursorConverter, "int": WholeNumberConverter}
    app.jinja_environment = template_filters.Templates
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for part in (errors, access, computing, guessing, health, presence, security, starting, standing):
        part.init_app(app)
    for part in (throttle, caching, template_filters, lists, working, stage, settings_page):
        part.init_app(app)
    findings.init_app(app, database, megabytes=settings.memory)
    for page in PAGES:
        app.register_blueprint(page)
    check_pages(app)
    return app
