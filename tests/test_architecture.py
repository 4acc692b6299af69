"""The house keeps its shape: who imports whom, and that nothing is missing, unused or too big."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, nodes

from reuse_app import guide
from reuse_app.narrative.templating import html_environment, markdown_environment
from reuse_app.store import Database
from reuse_app.web import create_app
from reuse_app.worksheet.steps import Step

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "reuse_app"
TEMPLATES = ROOT / "templates"
MODULES = sorted(PACKAGE.rglob("*.py"))

MOST_LINES = 400
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "misc", "common", "tools", "base", "manager"}
SERVING = {"reuse_app/cli/serving.py", "reuse_app/web/server/serve.py"}
"""Where the address of the server is said and the web is started."""

MAY_IMPORT = {
    "worksheet": set(),
    "workers": set(),
    "settings": set(),
    "guide": {"worksheet"},
    "examples": set(),
    "room": {"worksheet"},
    "analysis": {"worksheet"},
    "store": {"worksheet", "analysis", "room"},
    "live": {"worksheet", "analysis", "store"},
    "exchange": {"worksheet", "analysis"},
    "narrative": {"worksheet", "analysis"},
    "report": {"worksheet", "analysis", "narrative", "guide"},
    "web": {
        "worksheet",
        "analysis",
        "room",
        "store",
        "live",
        "exchange",
        "narrative",
        "report",
        "guide",
        "examples",
        "workers",
        "settings",
    },
    "cli": {
        "worksheet",
        "analysis",
        "store",
        "live",
        "exchange",
        "narrative",
        "report",
        "guide",
        "examples",
        "settings",
    },
    "__main__": {"cli"},
}


SHARED = {"forms", "server", "entries"}
"""Folders of web/ that every page may use, as it may the files beside them."""
PAGES = {file.stem for file in (PACKAGE / "web").glob("*.py") if "\nbp = Page(" in file.read_text(encoding="utf-8")}
"""Files of web/ that are a whole page, as a folder is."""
TOGETHER = {"reuse_app/web/app.py", "reuse_app/web/server/serve.py", "reuse_app/web/__init__.py"}
"""Where the pages are put together and served."""
SAID_AGAIN = {("api", "workshops")}
"""The API answers with the files that the report's page offers."""


def name_of(module: Path) -> str:
    return module.relative_to(ROOT).as_posix()


def part_of(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(module: Path) -> Iterator[str]:
    """Every module that a file names in an import, those within functions and type checks included."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(module)} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_imports_run_one_way() -> None:
    offenders = []
    for module in MODULES:
        part = part_of(module)
        for name in imports(module):
            package, _, rest = f"{name}.".partition(".")
            other = rest.split(".")[0]
            foreign = package == "reuse_app" and other not in {"", part} and part != "__init__"
            if foreign and other not in MAY_IMPORT[part] and not (other == "web" and name_of(module) in SERVING):
                offenders.append(f"{name_of(module)} imports {name}")
    assert offenders == []


def page_of(name: str) -> str:
    """The page to which a module of web/ belongs; empty for what all pages share."""
    folder = name.removeprefix("reuse_app.web.").partition(".")[0]
    is_page = folder in PAGES or (PACKAGE / "web" / folder).is_dir()
    return folder if name.startswith("reuse_app.web.") and is_page and folder not in SHARED else ""


def test_no_page_needs_another_page_and_what_is_shared_needs_none() -> None:
    offenders = []
    for module in (PACKAGE / "web").rglob("*.py"):
        own = page_of(".".join(module.relative_to(ROOT).with_suffix("").parts))
        for name in imports(module):
            other = page_of(name)
            if other not in {"", own} and (own, other) not in SAID_AGAIN and name_of(module) not in TOGETHER:
                offenders.append(f"{name_of(module)} imports {name}")
    assert offenders == []


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("reuse_app.web.map.page.page", "map"),
        ("reuse_app.web.nature.bp", "nature"),
        ("reuse_app.web.forms.form.Form", ""),
        ("reuse_app.web.context.g", ""),
        ("reuse_app.worksheet.Worksheet", ""),
    ],
)
def test_a_folder_of_web_is_a_page_unless_all_share_it(name: str, page: str) -> None:
    assert page_of(name) == page


@pytest.mark.parametrize(
    ("library", "parts"),
    [
        ("flask", {"web"}),
        ("werkzeug", {"web"}),
        ("uvicorn", {"web"}),
        ("sqlalchemy", {"store", "cli"}),
        ("alembic", {"store"}),
        ("click", {"cli"}),
    ],
)
def test_a_library_is_known_only_where_it_belongs(library: str, parts: set[str]) -> None:
    offenders = {
        name_of(module)
        for module in MODULES
        if part_of(module) not in parts and any(name.split(".")[0] == library for name in imports(module))
    }
    assert offenders == set()


def test_no_file_is_too_long() -> None:
    tests = [path for path in (ROOT / "tests").rglob("*.py") if "test_" not in path.name]
    templates = TEMPLATES.rglob("*.html")
    files = [path for path in (*MODULES, *tests, *templates) if "versions" not in path.parts]
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


def test_no_module_is_named_for_what_is_left_over() -> None:
    assert [
        name_of(module) for module in MODULES if module.stem in VAGUE_NAMES or module.parent.name in VAGUE_NAMES
    ] == []


def test_a_class_name_has_one_meaning() -> None:
    trees = [ast.parse(module.read_text(encoding="utf-8")) for module in MODULES]
    names = [node.name.lstrip("_") for tree in trees for node in tree.body if isinstance(node, ast.ClassDef)]
    assert [name for name, times in Counter(names).items() if times > 1] == []


def test_nothing_reads_the_servers_own_time_zone() -> None:
    """Readers have zones of their own; ruff sees to every other way to a time without a zone."""
    local = {"localtime", "ctime", "asctime", "mktime", "tzname", "tzset"}
    offenders = [
        f"{name_of(module)}:{node.lineno}"
        for module in MODULES
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in local or (node.func.attr == "astimezone" and not node.args)
    ]
    assert offenders == []


def is_whole(added: ast.expr) -> bool:
    """Whether an expression is seen to add up truths and lengths, which have nothing to round."""
    match added:
        case ast.GeneratorExp(elt=each):
            return is_whole(each)
        case ast.BinOp(left=one, right=other):
            return is_whole(one) and is_whole(other)
        case ast.BoolOp(values=values):
            return all(map(is_whole, values))
        case ast.Call(func=ast.Name(id="map"), args=[ast.Name(id="len"), _]):
            return True
        case ast.Call(func=ast.Name(id="len" | "bool")) | ast.Constant(value=int()):
            return True
        case _:
            return isinstance(added, ast.Compare) or (isinstance(added, ast.UnaryOp) and isinstance(added.op, ast.Not))


def test_amounts_are_added_alike_by_every_python() -> None:
    """Python 3.12 rounds a `sum` of floats in another way than 3.11: amounts take `math.fsum`, `sum` only counts."""
    offenders = [
        f"{name_of(module)}:{node.lineno} adds {ast.unparse(node)}, which could be amounts: take math.fsum"
        for module in MODULES
        if part_of(module) in {"analysis", "narrative", "report"}
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sum"
        if not is_whole(node.args[0])
    ]
    assert offenders == []


def test_only_the_server_prints() -> None:
    offenders = [
        f"{name_of(module)}:{node.lineno}"
        for module in MODULES
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
        if name_of(module) not in SERVING
    ]
    assert offenders == []


@pytest.fixture
def app(sqlite: Database) -> Flask:
    """The app, whose environment knows the filters that its templates use."""
    return create_app(sqlite, public_url="http://reuse.test")


def template_names() -> list[str]:
    return sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*") if path.is_file())


def test_every_template_compiles(app: Flask) -> None:
    """Each in the environment that shows it: that of the app, of a report in Markdown, or of one in HTML."""
    for name in template_names():
        if not name.startswith(("report/", "figures/", "blocks/")):
            app.jinja_env.get_template(name)
        elif name.endswith(".md"):
            markdown_environment().get_template(name)
        else:
            html_environment().get_template(name)


def named_in_templates() -> set[str]:
    """The templates that templates extend, include or import."""
    referring = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    trees = [Environment().parse((TEMPLATES / name).read_text(encoding="utf-8")) for name in template_names()]  # noqa: S701  # parsed only
    found = [node for tree in trees for node in tree.find_all(referring)]
    wrapped = [nodes.Output([node.template]) for node in found if isinstance(node, referring)]
    return {str(constant.value) for output in wrapped for constant in output.find_all(nodes.Const)}


def test_every_template_is_used_and_every_template_used_is_there() -> None:
    used = named_in_templates()
    code = "\n".join(module.read_text(encoding="utf-8") for module in MODULES)
    unused = [name for name in template_names() if name not in used and name not in code]
    assert unused == []
    assert {name for name in used if "." in name} - set(template_names()) == set()


@pytest.mark.parametrize("step", Step)
def test_every_step_has_its_card_its_page_and_its_template(app: Flask, step: Step) -> None:
    assert guide.step_card(step).body_markdown
    assert f"{step.value}.page" in app.view_functions
    assert (TEMPLATES / step.value / "page.html").is_file()


def test_the_check_of_imports_sees_an_offender(tmp_path: Path) -> None:
    module = tmp_path / "sly.py"
    module.write_text("def load():\n    from reuse_app.web.app import create_app\n    import reuse_app.cli\n")
    assert list(imports(module)) == ["reuse_app.web.app.create_app", "reuse_app.cli"]
