"""“Tell us more now” as the page shows it, and as she checks it. Labels come from ``MoreForm``."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.services.needs import in_words
from peersupport.models.contact import LINE_DROP, PICK_UP

from ..forms.more import YES_NO, MoreForm, own_field
from ..models import Question
from ..models.introduction import HEARD, TALKED_THROUGH
from ..questions import ABOUT, Text
from ..services.extras import ON_HER_TICK
from .reach import Line, Part, Row

FIELDS: dict[str, forms.Field] = MoreForm.base_fields
# Heading, what it says, the row of ``ABOUT``, and the questions under it.
LAYOUT: list[tuple[Text, Text, str, tuple[str, ...]]] = [
    (
        gettext_lazy("When we ring you"),
        gettext_lazy("Only if you said that we may ring."),
        "ringing",
        ("pick_up", "pick_up_words", "line_drop"),
    ),
    (gettext_lazy("How you heard of us"), "", "heard", ("heard", "talked_through")),
    (
        gettext_lazy("What would make coming easier"),
        "",
        "needs",
        ("needs", "language", "easier"),
    ),
    (
        gettext_lazy("May we keep that?"),
        gettext_lazy("Without your yes we keep nothing of “What would make coming easier”."),
        "keep_more",
        ("keep_more",),
    ),
]


def parts(
    values: Mapping[str, Any],
    own: Sequence[Question] = (),
    errors: Mapping[str, Any] | None = None,
) -> list[Part]:
    """The page's parts, filled with what she said so far; the group's own questions stand before
    the consent that keeps them."""
    shown = dict(values) | {"keep_more": values.get("keep") or values.get("keep_more")}
    shown |= {f"own_{pk}": answer for pk, answer in values.get("own", {}).items()}
    found = []
    for legend, hint, key, names in LAYOUT:
        if key == "keep_more" and own:
            found.append(_own_part(own, shown, errors or {}))
        rows = [row(name, FIELDS[name], shown, errors or {}) for name in names]
        found.append(Part(legend, hint, ABOUT[key], rows))
    return found


def _own_part(
    own: Sequence[Question], values: Mapping[str, Any], errors: Mapping[str, Any]
) -> Part:
    named = [(f"own_{question.pk}", own_field(question)) for question in own]
    rows = [row(name, asked, values, errors) for name, asked in named]
    return Part(_("From this group"), "", ABOUT["own_questions"], rows)


def row(name: str, asked: forms.Field, values: Mapping[str, Any], errors: Mapping[str, Any]) -> Row:
    """One question of the page."""
    value = values.get(name, "")
    kind, choices = _kind(asked, value)
    return Row(
        name=name,
        kind=kind,
        label=str(asked.label),
        hint=str(asked.help_text),
        value=value,
        errors=list(errors.get(name, [])),
        choices=choices,
        longest=getattr(asked, "max_length", None),
    )


def _kind(asked: forms.Field, value: Any) -> tuple[str, list[tuple[str, Text, bool]]]:
    if isinstance(asked, forms.BooleanField):
        return "tick", []
    if isinstance(asked, forms.MultipleChoiceField):
        return "many", [(code, words, code in value) for code, words in _choices(asked)]
    if isinstance(asked, forms.ChoiceField):
        return "one", [(code, words, code == value) for code, words in _choices(asked)]
    return ("area" if isinstance(asked.widget, forms.Textarea) else "text"), []


def _choices(asked: forms.ChoiceField) -> list[tuple[str, Text]]:
    return [(str(code), words) for code, words in asked.choices]  # type: ignore[misc]


def typed(data: Any) -> dict[str, Any]:
    """What was typed, as it was typed, to show again beside what is wrong."""
    said = {name: data.getlist(name) if name == "needs" else data.get(name, "") for name in FIELDS}
    return said | {name: data.get(name, "") for name in data if name.startswith("own_")}


def summary(more: Mapping[str, Any], own: Sequence[Question] = ()) -> list[Line]:
    """What she told us besides, to check; what would not be kept is not among it."""
    lines = []
    if pick_up := more.get("pick_up"):
        said = more.get("pick_up_words") or str(dict(PICK_UP)[pick_up])
        lines.append(Line(_("If someone else picks up"), said, "pick_up_0"))
    if drop := more.get("line_drop"):
        lines.append(Line(_("If the line drops"), str(dict(LINE_DROP)[drop]), "line_drop_0"))
    if heard := more.get("heard"):
        lines.append(Line(_("How you heard of us"), str(dict(HEARD)[heard]), "heard_0"))
    if told := more.get("talked_through"):
        said = str(dict(TALKED_THROUGH)[told])
        lines.append(Line(_("Told or handed a leaflet"), said, "talked_through_0"))
    said = in_words(
        " ".join(more.get("needs", [])), more.get("language", ""), more.get("easier", "")
    )
    if more.get("keep") and said:
        lines.append(Line(_("What would make coming easier"), "; ".join(said), "needs_0"))
    return lines + (_own_lines(more, own) if more.get("keep") else [])


def _own_lines(more: Mapping[str, Any], own: Sequence[Question]) -> list[Line]:
    said = {question: more.get("own", {}).get(str(question.pk)) for question in own}
    return [
        Line(question.words, answer_in_words(question, answer), f"own_{question.pk}")
        for question, answer in said.items()
        if answer
    ]


def answer_in_words(question: Question, answer: str) -> str:
    """What she answered to a group's own question."""
    return str(dict(YES_NO)[answer]) if question.kind == "yes_no" else answer


def is_unkept(more: Mapping[str, Any]) -> bool:
    """Whether she wrote what we may keep only on her tick, and did not tick."""
    return not more.get("keep") and any(more.get(name) for name in ON_HER_TICK)
