"""Four rooms, one rule: a room uses what is beneath it and never what is above it (house.md)."""

import ast
from pathlib import Path

import pytest

from .source import ROOMS, ROOT, Module, modules

MAY_USE = {room: set(ROOMS[:place]) for place, room in enumerate(ROOMS)}
# The ground is for standing on, but its doormen and its switchboard are its own.
GROUND_KEEPS = {"views", "urls", "settings", "management", "migrations", "wsgi"}
OPEN_TO_ALL = {"services", "queries"}
BY_NAME = {"get_model", "import_module", "import_string", "__import__"}


def offences(module: Module) -> list[str]:
    """What this file takes through a door that is shut."""
    found = []
    for name, line in module.imports():
        room, _, rest = name.partition(".")
        if room not in ROOMS or room == module.room:
            continue
        first = rest.partition(".")[0]
        if room not in MAY_USE[module.room]:
            found.append(f"{module.at}:{line} reaches up to {name}")
        elif room == "peersupport" and first in GROUND_KEEPS and not module.is_in("migrations"):
            found.append(f"{module.at}:{line} takes {name}, which the ground keeps for itself")
        elif room != "peersupport" and first not in OPEN_TO_ALL:
            found.append(f"{module.at}:{line} takes {name}: only services and queries are open")
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_through_its_open_doors(room) -> None:
    found = [offence for module in modules() if module.room == room for offence in offences(module)]
    assert not found, "\n".join(found)


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_no_room_is_reached_by_a_name_in_a_string() -> None:
    found = []
    for module in modules():
        if module.is_in("migrations"):
            continue
        for node in ast.walk(module.tree):
            if not (isinstance(node, ast.Call) and _called(node) in BY_NAME and node.args):
                continue
            named = getattr(node.args[0], "value", "")
            room = named.partition(".")[0] if isinstance(named, str) else ""
            if room in ROOMS and room != module.room:
                found.append(f"{module.at}:{node.lineno} reaches {named} by its name")
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("room", "line", "is_open"),
    [
        ("groups", "from peersupport.models import ContactCard", True),
        ("groups", "from peersupport.views.dashboard import dashboard", False),
        ("groups", "from outreach.services import decisions", False),
        ("outreach", "from groups.services import memberships", True),
        ("outreach", "from groups import queries", True),
        ("outreach", "from groups.models import Woman", False),
        ("outreach", "import groups.forms", False),
        ("outreach", "def f():\n    from groups.models import Woman", False),
        ("peersupport", "from groups import queries", False),
        ("agreements", "from ..groups.models import Woman", False),
        ("agreements", "from .models import Version", True),
    ],
)
def test_the_rule_itself(room, line, is_open, tmp_path, monkeypatch) -> None:
    place = tmp_path / room / "queries_of_a_test.py"
    place.parent.mkdir()
    place.write_text(line)
    monkeypatch.setattr("tests.standing.source.ROOT", tmp_path)
    assert (offences(Module(room, place)) == []) is is_open


def test_no_room_has_a_drawer_for_odds_and_ends() -> None:
    drawers = {"common", "utils", "helpers", "misc", "tools", "util", "helper"}
    places = [path for room in (*ROOMS, "tests") for path in (ROOT / room).rglob("*")]
    found = [str(place) for place in places if _plain_name(place) in drawers]
    assert not found, "\n".join(found)


def _plain_name(path: Path) -> str:
    return path.name.removesuffix(".py") if path.suffix == ".py" or path.is_dir() else ""
