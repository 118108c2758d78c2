"""The structure that a reader relies on: layers, names, sizes, documentation."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src" / "nudge").rglob("*.py"))
MODULES = [path for path in SOURCES if "versions" not in path.parts]

FORBIDDEN_NAMES = {"utils", "helpers", "common", "base", "core", "manager", "service", "handler"}
FORBIDDEN_TERMS = re.compile(
    r"\b(program|coachee|persona|employee|buddy|matchmaking|reminder|hint_text|probe)s?\b", re.IGNORECASE
)
OWNERS = {
    "litestar": {"api", "web", "wiring"},
    "uvicorn": {"wiring"},
    "jinja2": {"bank", "web"},
    "sqlalchemy": {"storage"},
    "alembic": {"storage"},
    "psycopg": {"storage"},
    "spacy": {"language"},
    "sentence_transformers": {"language"},
    "sklearn": {"language"},
    "numpy": {"language"},
    "torch": {"language"},
    "safetensors": {"language"},
    "cryptography": {"vault"},
    "requests": {"couriers"},
    "requests_hardened": {"couriers"},
    "urllib3": {"couriers"},
    "standardwebhooks": {"couriers"},
    "apprise": {"couriers"},
    "smtplib": {"couriers"},
    "email": {"couriers"},
    "itsdangerous": {"vault"},
    "dbos": {"timers"},
    "holidays": {"timers"},
    "click": {"cli"},
    "tomlkit": {"bank"},
}


def part_of(path: Path) -> str:
    """The part of the ring (or layer) that a module belongs to."""
    return path.relative_to(ROOT / "src" / "nudge").parts[0].removesuffix(".py")


def imported(tree: ast.AST) -> set[str]:
    """Top-level packages that a module imports, wherever in it."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_libraries_stay_with_their_owners(path: Path) -> None:
    """A library is imported only in the part that owns it."""
    for library in imported(ast.parse(path.read_text())) & set(OWNERS):
        assert part_of(path) in OWNERS[library], f"{library} belongs to {OWNERS[library]}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_files_stay_small(path: Path) -> None:
    """No file over 400 lines; most are far below."""
    assert len(path.read_text().splitlines()) <= 400


def test_the_median_file_is_easy_to_read() -> None:
    """Half of the files have at most 150 lines."""
    sizes = sorted(len(path.read_text().splitlines()) for path in MODULES if path.name != "__init__.py")
    assert sizes[len(sizes) // 2] <= 150


def test_names_of_modules_say_something() -> None:
    """No drawers: a module is named after a noun of the field."""
    assert not {path.stem for path in MODULES} & FORBIDDEN_NAMES


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_names_follow_the_glossary(path: Path) -> None:
    """Functions, classes and arguments use the field's terms."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
    wrong = [name for name in names if FORBIDDEN_TERMS.search(name.replace("_", " "))]
    assert not wrong


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_what_is_public_is_documented(path: Path) -> None:
    """Every module, and every public class and function, says what it is."""
    tree = ast.parse(path.read_text())
    assert ast.get_docstring(tree), "the module has no docstring"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{node.name} has no docstring"


def test_one_use_of_type_ignore_at_most_per_file() -> None:
    """Silenced checks are rare and explained."""
    for path in MODULES:
        for line in path.read_text().splitlines():
            if "type: ignore" in line or "# noqa" in line:
                assert line.count("#") >= 2, f"{path.name}: say why: {line.strip()}"


def test_help_answers_without_a_model() -> None:
    """`nudge --help` and `nudge bank check --fast` import neither torch nor spaCy nor the web framework."""
    code = (
        "import sys; from nudge.cli.main import nudge\n"
        "nudge(['--help'], standalone_mode=False)\n"
        "nudge(['bank', 'check', '--fast'], standalone_mode=False)\n"
        "heavy = {'torch', 'spacy', 'sklearn', 'litestar', 'sqlalchemy', 'numpy'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, capture_output=True, text=True)


def test_layers_hold() -> None:
    """The import contracts of pyproject.toml."""
    lint_imports = str(Path(sys.executable).with_name("lint-imports"))
    ran = subprocess.run([lint_imports], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
