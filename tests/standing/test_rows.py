"""Views take rows only through ``visible_to``, a query or a service (house.md, habit 4)."""

import ast
from collections.abc import Iterator

import pytest
from django.apps import apps

from .source import ROOMS, Module, modules

MODELS = {m.__name__ for m in apps.get_models() if m._meta.app_label in ROOMS}
SHORTCUTS = {"get_object_or_404", "get_list_or_404", "aget_object_or_404", "aget_list_or_404"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
# (module, function) -> why its rows need no further look.
ALLOWED = {
    ("peersupport.views.people", "people_list"): "coordinators hold all accounts and invitations",
    ("peersupport.views.people", "person_end"): "coordinators hold all accounts",
    ("peersupport.views.people", "invitation_withdraw"): "coordinators hold all invitations",
    ("peersupport.views.duties", "duty_end"): "coordinators hold all duties",
    ("peersupport.views.health", "_promises"): "counts and times for monitoring, no row",
    ("peersupport.views.outbox", "outbox"): "DEBUG only",
    ("peersupport.views.outbox", "outbox_answer"): "DEBUG only",
    ("peersupport.views.outbox", "outbox_mail"): "DEBUG only",
    ("peersupport.views.outbox", "outbox_mail_html"): "DEBUG only",
}


def _functions(module: Module) -> Iterator[tuple[str, ast.AST]]:
    """Each outermost function (and the rest of the module as "") with its nodes."""
    for node in module.tree.body:
        name = node.name if isinstance(node, ast.FunctionDef | ast.ClassDef) else ""
        yield name, node


def unseen_rows(tree: ast.AST) -> Iterator[int]:
    """Lines where a model's rows are taken without ``visible_to``."""
    seen = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "visible_to"
    }
    for node in ast.walk(tree):
        manager = isinstance(node, ast.Attribute) and node.attr in MANAGERS
        if (manager and id(node) not in seen) or _takes_a_whole_model(node):
            yield node.lineno


def _takes_a_whole_model(call: ast.AST) -> bool:
    if not isinstance(call, ast.Call):
        return False
    named = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    first = call.args[0] if call.args else None
    model = first.attr if isinstance(first, ast.Attribute) else getattr(first, "id", "")
    return named in SHORTCUTS and model in MODELS


def _views() -> list[Module]:
    return [module for module in modules() if module.is_in("views")]


def test_views_take_only_rows_she_may_see() -> None:
    found = [
        f"{module.at}:{line} in {name or 'the module'}"
        for module in _views()
        for name, node in _functions(module)
        if (module.name, name) not in ALLOWED
        for line in unseen_rows(node)
    ]
    assert not found, "\n".join(found)


def test_the_list_of_exceptions_is_not_older_than_the_code() -> None:
    used = {
        (module.name, name)
        for module in _views()
        for name, node in _functions(module)
        if any(unseen_rows(node))
    }
    assert set(ALLOWED) - used == set()


@pytest.mark.parametrize(
    ("code", "is_fine"),
    [
        ("get_object_or_404(Message.objects.visible_to(actor), pk=1)", True),
        ("Message.objects.visible_to(actor).filter(pk=1)", True),
        ("queries.sessions_of(group)", True),
        ("get_object_or_404(Message, pk=1)", False),
        ("get_object_or_404(models.Message, pk=1)", False),
        ("Message.objects.get(pk=1)", False),
        ("Message._default_manager.first()", False),
        ("Message.objects.filter(pk=1).visible_to(actor)", False),
    ],
)
def test_the_rule_itself(code, is_fine) -> None:
    assert (list(unseen_rows(ast.parse(code))) == []) is is_fine


def test_views_never_write() -> None:
    """Writes happen in services and nowhere else."""
    verbs = {"save", "create", "delete", "update", "bulk_create", "bulk_update", "get_or_create"}
    found = []
    for module in _views():
        for node in ast.walk(module.tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            on = ast.unparse(node.func.value)
            if node.func.attr in verbs and not any(word in on for word in NOT_ROWS):
                found.append(f"{module.at}:{node.lineno} {on}.{node.func.attr}(…)")
    assert not found, "\n".join(found)


# Verbs of dictionaries, sessions and the cookie of a form's answers that only look like a row's.
NOT_ROWS = ("session", "answers", "context", "data", "cookies", "services", "response", "headers")
