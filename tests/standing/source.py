"""The project's own text, read once: what the standing tests look through."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Beneath first: each room may use those before it.
ROOMS = ("peersupport", "groups", "agreements", "outreach")


@dataclass(frozen=True)
class Module:
    """One Python file of a room."""

    room: str
    path: Path

    @property
    def name(self) -> str:
        """Its dotted name: groups.services.sessions."""
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def at(self) -> str:
        return str(self.path.relative_to(ROOT))

    @property
    def text(self) -> str:
        return _text(self.path)

    @property
    def tree(self) -> ast.Module:
        return _tree(self.path)

    def is_in(self, *places: str) -> bool:
        """Whether it is the module or folder ``places`` of its room ("views", "migrations")."""
        return self.path.relative_to(ROOT / self.room).parts[0].removesuffix(".py") in places

    def imports(self) -> Iterator[tuple[str, int]]:
        """(dotted name, line) of everything imported, wherever in the file it stands."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((alias.name, node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = self._base(node)
                yield from ((f"{base}.{alias.name}", node.lineno) for alias in node.names)

    def _base(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        package = self.path.relative_to(ROOT).parent.parts
        above = package[: len(package) - node.level + 1]
        return ".".join([*above, *([node.module] if node.module else [])])


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(_text(path), filename=str(path))


@cache
def modules() -> tuple[Module, ...]:
    """Every Python file of every room."""
    return tuple(
        Module(room, path) for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))
    )


@cache
def templates() -> tuple[Path, ...]:
    """Every template, wherever it lies."""
    places = [ROOT / "templates", *(ROOT / room / "templates" for room in ROOMS)]
    return tuple(path for place in places for path in sorted(place.rglob("*")) if path.is_file())


@cache
def project_files() -> tuple[Path, ...]:
    """All that belongs to the project, as git sees it: what is ignored is not looked at."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = [name for name in listed.stdout.decode().split("\0") if name]
    return tuple(path for path in sorted({ROOT / name for name in names}) if path.is_file())
