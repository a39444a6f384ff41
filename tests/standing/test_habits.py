"""Small habits of the house that a reader should be able to count on."""

import ast
import gc
import re
import weakref

import pytest
from django.core.management import call_command
from django.dispatch import Signal

from .source import ROOMS, ROOT, Module, modules, project_files, templates

LONGEST_FILE, LONGEST_TEST_FILE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 300, 400, 30, 120


def _ours_and_tests() -> list[Module]:
    of_tests = [Module("tests", path) for path in sorted((ROOT / "tests").rglob("*.py"))]
    return [module for module in [*modules(), *of_tests] if not module.is_in("migrations")]


# -- size ---------------------------------------------------------------------------------------


def test_files_stay_short() -> None:
    found = []
    for module in _ours_and_tests():
        most = LONGEST_TEST_FILE if module.room == "tests" else LONGEST_FILE
        if (lines := len(module.text.splitlines())) > most:
            found.append(f"{module.at}: {lines} lines")
    assert not found, "\n".join(found)


def _lines_of_body(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """What it does, without its signature and its docstring."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return (node.end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_functions_stay_short() -> None:
    found = []
    for module in modules():
        if module.is_in("migrations"):
            continue
        for node in ast.walk(module.tree):
            # ``ready`` hands the ground a table of what its room has to offer.
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name != "ready":
                lines = _lines_of_body(node)
                if lines > LONGEST_FUNCTION:
                    found.append(f"{module.at}:{node.lineno} {node.name}: {lines} lines")
    assert not found, "\n".join(found)


def test_templates_stay_short() -> None:
    counted = [(len(path.read_text().splitlines()), path) for path in templates()]
    found = [f"{path.relative_to(ROOT)}: {n} lines" for n, path in counted if n > LONGEST_TEMPLATE]
    assert not found, "\n".join(found)


# -- one clock ----------------------------------------------------------------------------------

OTHER_CLOCKS = re.compile(
    r"\b(timezone\.now|datetime\.(?:now|utcnow|today)|date\.today|localdate|localtime|time\.time)\("
)
MAY_LOOK_ELSEWHERE = {
    "peersupport/clock.py": "it is the clock",
    "peersupport/middleware.py": "a browser's patience is measured by the process's clock",
    "peersupport/checks.py": "it runs where there may be no database yet",
    "peersupport/limits.py": "a limit's window must not cost a query",
    "outreach/answers.py": "how old a draft in a cookie is must not cost a query",
}


def test_there_is_one_clock() -> None:
    found = []
    for module in modules():
        if module.at in MAY_LOOK_ELSEWHERE or module.is_in("migrations"):
            continue
        for number, line in enumerate(module.text.splitlines(), 1):
            if OTHER_CLOCKS.search(line):
                found.append(f"{module.at}:{number} asks another clock: {line.strip()}")
    assert not found, "\n".join(found)


def test_nobody_takes_now_out_of_the_clock() -> None:
    """``from clock import now`` would keep the real one when a test puts another in its place."""
    found = [
        f"{module.at}:{line} imports {name}"
        for module in modules()
        for name, line in module.imports()
        if name in {"peersupport.clock.now", "peersupport.clock.today"}
    ]
    assert not found, "\n".join(found)


ASKS_ONCE = {"outreach/presenters/her_place.py": "one page of one woman, no list"}


def test_a_row_is_handed_the_moment_and_asks_no_clock() -> None:
    """On PostgreSQL each ``clock.now()`` is a query: in a presenter it would be one a line."""
    found = []
    for module in modules():
        if not module.is_in("presenters") or module.at in ASKS_ONCE:
            continue
        for number, line in enumerate(module.text.splitlines(), 1):
            if re.search(r"\bclock\.(now|today)\(", line):
                found.append(f"{module.at}:{number} {line.strip()}")
    assert not found, "\n".join(found)


# -- no signals, no missing migration -------------------------------------------------------------


def test_no_signal_receivers_in_the_source() -> None:
    of_signals = re.compile(r"^(django\.dispatch|celery\.signals)\b|\.signals\b")
    found = [
        f"{module.at}:{line} imports {name}"
        for module in modules()
        for name, line in module.imports()
        if of_signals.search(name)
    ]
    assert not found, "\n".join(found)


def _module_of(receiver) -> str:
    function = receiver() if isinstance(receiver, weakref.ReferenceType) else receiver
    return getattr(function, "__module__", "") or ""


def test_no_signal_wakes_code_of_ours() -> None:
    # By type(): isinstance would wake lazy objects that were never meant to be looked at.
    signals = [thing for thing in gc.get_objects() if issubclass(type(thing), Signal)]
    assert len(signals) > 10, "found no signals at all: the test looks in the wrong place"
    receivers = [_module_of(entry[1]) for signal in signals for entry in signal.receivers]
    assert [name for name in receivers if name.partition(".")[0] in ROOMS] == []


@pytest.mark.django_db
def test_no_migration_is_missing(capsys) -> None:
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail(capsys.readouterr().out)


# -- words --------------------------------------------------------------------------------------

NEVER = re.compile(
    r"\b(no[- _]shows?|non[- _]complian(?:t|ce)|fail(?:ed|s|ure)?[ _]to[ _]attend|victims?"
    r"|service[- _]users?|(?:un)?suitab(?:le|ly|ility))\b",
    re.IGNORECASE,
)
NEVER_IN_CAPITALS = re.compile(r"\bDNAs?\b")


def _words_never_said(text: str) -> list[str]:
    found = NEVER.findall(text.replace("_", " ")) + NEVER_IN_CAPITALS.findall(text)
    return [str(word) for word in found]


def test_words_the_house_never_says() -> None:
    texts = [(str(path.relative_to(ROOT)), path.read_text()) for path in templates()]
    texts += [(module.at, module.text) for module in modules()]
    texts += [(str(path), path.read_text()) for path in (ROOT / "locale").rglob("*.po")]
    found = [f"{at}: {word}" for at, text in texts for word in _words_never_said(text)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "text", ["a no-show", "no_show = 1", "Victims", "she failed to attend", "a DNA", "unsuitable"]
)
def test_the_search_for_those_words_can_find_them(text) -> None:
    assert _words_never_said(text)


def test_names_of_letters_in_a_cell_are_not_the_point() -> None:
    assert not _words_never_said("edna, no shower, suit")


# -- nothing of the workshop --------------------------------------------------------------------

OUTSIDE = re.compile(r"/work\b|/tmp/" + r"brief|\bfarm" + r"-|\.libr" + r"ary\b|white" + r"board")


def test_no_file_names_a_place_outside_the_project() -> None:
    found = []
    for path in project_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        lines = enumerate(text.splitlines(), 1)
        here = path.relative_to(ROOT)
        found += [f"{here}:{n} {line.strip()[:90]}" for n, line in lines if OUTSIDE.search(line)]
    # The pattern itself stands here once.
    found = [line for line in found if not line.startswith("tests/standing/test_habits.py")]
    assert not found, "\n".join(found)
