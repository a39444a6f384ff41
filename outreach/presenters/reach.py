"""The safe-contact questions as the page shows them: parts, rows and words, ready in Python, so
that the template only places them. Labels come from ``ReachFields``, the one source."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.forms import Field
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peersupport.forms import ReachFields
from peersupport.models.contact import PLAINNESS, WINDOW_WORDS
from peersupport.presenters import phone_as_said

from ..questions import ABOUT, About, Text

FIELDS: dict[str, Field] = ReachFields.base_fields
MANY = {"safe_windows"}
TYPES = {"phone": "tel", "email": "email"}
YES_NO = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]
# Heading, what it says, the row of ``ABOUT``, and the questions under it.
LAYOUT: list[tuple[Text, Text, str, tuple[str, ...]]] = [
    (
        gettext_lazy("Would you rather come to us?"),
        gettext_lazy("Then tick this. You can leave all the rest empty."),
        "own",
        ("own_contact",),
    ),
    (gettext_lazy("By phone"), "", "phone", ("phone", "call", "voicemail", "text", "say_who")),
    (gettext_lazy("By e-mail"), "", "mail", ("email", "mail")),
    (
        gettext_lazy("To keep you safe"),
        "",
        "safe",
        ("links_safe", "safe_windows", "unsafe_times", "plainness", "safe_word"),
    ),
]


@dataclass(frozen=True)
class Row:
    """One question, with the ids that Django's own widgets would give it."""

    name: str
    kind: str
    label: Text
    hint: Text
    value: Any
    errors: list[str]
    choices: list[tuple[str, Text, bool]] = field(default_factory=list)
    type: str = "text"
    longest: int | None = None

    @property
    def described_by(self) -> str:
        """What a screen reader says after the label."""
        ids = [f"id_{self.name}_helptext"] if self.hint else []
        return " ".join(ids + ([f"id_{self.name}_error"] if self.errors else []))


@dataclass(frozen=True)
class Part:
    """A heading with the questions that belong together."""

    legend: Text
    hint: Text
    about: About
    rows: list[Row]


def parts(values: Mapping[str, Any], errors: Mapping[str, Any] | None = None) -> list[Part]:
    """The page's parts, filled with what she said so far."""
    return [
        Part(legend, hint, ABOUT[key], [_row(name, values, errors or {}) for name in names])
        for legend, hint, key, names in LAYOUT
    ]


def _row(name: str, values: Mapping[str, Any], errors: Mapping[str, Any]) -> Row:
    asked = FIELDS[name]
    value = values.get(name, "")
    kind, choices = _choices(name, value)
    return Row(
        name=name,
        kind=kind,
        label=str(asked.label),
        hint=_hint(name),
        value=phone_as_said(value) if name == "phone" and value.startswith("+") else value,
        errors=list(errors.get(name, [])),
        choices=choices,
        type=TYPES.get(name, "text"),
        longest=getattr(asked, "max_length", None),
    )


def _choices(name: str, value: Any) -> tuple[str, list[tuple[str, Text, bool]]]:
    if name == "own_contact":
        return "tick", []
    if name == "safe_windows":
        return "many", [(code, _(words), code in value) for code, words in WINDOW_WORDS.items()]
    if name == "plainness":
        return "one", [(code, _(words), code == value) for code, words in PLAINNESS]
    if name in {"phone", "email", "unsafe_times", "safe_word"}:
        return "text", []
    return "yes_no", [(code, words, code == value) for code, words in YES_NO]


def _hint(name: str) -> Text:
    if name == "plainness":
        return _("If you do not choose, we say nothing that gives the group away.")
    return str(FIELDS[name].help_text)


def typed(data: Any) -> dict[str, Any]:
    """What was typed, as it was typed, to show again beside what is wrong."""
    return {name: data.getlist(name) if name in MANY else data.get(name, "") for name in FIELDS}


# -- check your answers ------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A line to check: what, what she said, the field to go back to."""

    label: str
    words: str
    target: str
    left_to_right: bool = False


def summary(reach: Mapping[str, Any]) -> list[Line]:
    """Her safe-contact answers in few plain words. Not answered reads as no."""
    lines = []
    if reach["phone"]:
        lines.append(Line(_("Phone"), phone_as_said(reach["phone"]), "phone", True))
        lines.append(Line(_("On this phone"), _on_the_phone(reach), "call_0"))
    if reach["email"]:
        lines.append(Line(_("E-mail"), reach["email"], "email", True))
        may = _("We may write to you") if reach["mail"] == "yes" else _("We never write to you")
        lines.append(Line(_("By e-mail"), may, "mail_0"))
    if reach["phone"] or reach["email"]:
        lines += _care(reach)
    if reach["safe_word"]:
        lines.append(Line(_("A word only we know"), reach["safe_word"], "safe_word"))
    return lines


def _on_the_phone(reach: Mapping[str, Any]) -> str:
    words = {"call": _("ring"), "voicemail": _("leave a voicemail"), "text": _("text")}
    yes = [said for name, said in words.items() if reach[name] == "yes"]
    no = [said for name, said in words.items() if reach[name] != "yes"]
    may = _("We may: %(ways)s.") % {"ways": ", ".join(yes)} if yes else ""
    never = _("We never: %(ways)s.") % {"ways": ", ".join(no)} if no else ""
    return f"{may} {never}".strip()


def _care(reach: Mapping[str, Any]) -> list[Line]:
    who = _("We may say who we are") if reach["say_who"] == "yes" else _("We do not say who we are")
    link = _("Safe to send") if reach["links_safe"] == "yes" else _("We send none")
    times = [_(WINDOW_WORDS[code]) for code in reach["safe_windows"] if code in WINDOW_WORDS]
    lines = [
        Line(_("If someone else answers"), who, "say_who_0"),
        Line(_("Links"), link, "links_safe_0"),
        Line(
            _("Safe times"),
            "; ".join(times) or _("Any day, 8 in the morning to 9 at night"),
            "safe_windows_0",
        ),
    ]
    if reach["unsafe_times"]:
        lines.append(Line(_("Never at these times"), reach["unsafe_times"], "unsafe_times"))
    said = dict(PLAINNESS)[reach["plainness"] or "plain"]
    return [*lines, Line(_("What our messages say"), _(said), "plainness_0")]
