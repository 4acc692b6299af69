"""No file needs, while it is imported, a file that needs it: found in what they say, not in the order of one start."""

import ast
from collections.abc import Iterator, Sequence
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def modules_of(package: Path) -> dict[str, Path]:
    """Every module of a package by its dotted name; a folder is its `__init__`."""
    files = {file: file.relative_to(package.parent).with_suffix("").parts for file in sorted(package.rglob("*.py"))}
    return {".".join(parts).removesuffix(".__init__"): file for file, parts in files.items()}


def circle(package: Path) -> list[str]:
    """The names along one circle of imports, the first one again at the end; empty when there is none."""
    modules = modules_of(package)
    needed = {name: set(_needed(name, file, modules)) for name, file in modules.items()}
    try:
        TopologicalSorter(needed).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found[::-1]
    return []


def _needed(name: str, file: Path, modules: dict[str, Path]) -> Iterator[str]:
    """The modules of the same package that importing a module runs: those it names, and the folders they are in."""
    for node in _at_import(ast.parse(file.read_text(encoding="utf-8")).body):
        for target in _targets(node):
            parts = target.split(".")
            outer = [".".join(parts[:length]) for length in range(1, len(parts) + 1)]
            *folders, named = [each for each in outer if each in modules] or [""]
            yield from (folder for folder in folders if not f"{name}.".startswith(f"{folder}."))
            if named and named != name:
                yield named


def _targets(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [f"{node.module}.{alias.name}" for alias in node.names] if isinstance(node, ast.ImportFrom) else []


def _at_import(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """Every statement that runs while a module is imported: none within a function, none for type checks alone."""
    for node in body:
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            only_types = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
            parts = ("orelse",) if only_types else ("body", "orelse", "finalbody", "handlers", "cases")
            for part in parts:
                yield from _at_import(getattr(node, part, []))


def test_no_imports_run_in_a_circle() -> None:
    assert circle(ROOT / "reuse_app") == []


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("from house.second import b", "import house.second", []),
        ("from house.second import b", "from house.first import a", ["house.first", "house.second", "house.first"]),
        (
            "from house import second",
            "try:\n    import house.first\nfinally:\n    pass",
            ["house.first", "house.second", "house.first"],
        ),
        ("from house.second import b", "def late():\n    from house.first import a", []),
        ("from house.second import b", "if TYPE_CHECKING:\n    from house.first import a", []),
        ("from house.rooms.hall import c", "", ["house.first", "house.rooms", "house.first"]),
    ],
)
def test_the_search_for_circles_sees_one(first: str, second: str, found: list[str], tmp_path: Path) -> None:
    house = tmp_path / "house"
    (house / "rooms").mkdir(parents=True)
    texts = {"first": first, "second": second, "rooms/__init__": "from house.first import a", "rooms/hall": ""}
    for name, text in {"__init__": "", **texts}.items():
        (house / f"{name}.py").write_text(text)
    assert sorted(circle(house)) == sorted(found)
