"""The dry run: what would become of each row of a file, and why a row cannot be taken."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from peersupport.crypto import fold, lookup_hash
from peersupport.services.cards import NotAPhone, clean_phone
from peersupport.sheets import is_formula

from ..models import Contact, Organisation
from ..models.contact import TALKS
from ..models.organisation import EVERY_WEEKS, SECTORS
from .sheet import SheetRow

LONGEST = {
    "organisation": 120,
    "area": 80,
    "website": 200,
    "contact name": 80,
    "job": 80,
    "e-mail": 254,
    "phone": 40,
}
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
AT_A_TIME = 500


@dataclass(frozen=True)
class Judged:
    """One row with what it would make, or with every reason why it cannot."""

    row: SheetRow
    reasons: list[str]
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def is_fine(self) -> bool:
        return not self.reasons

    @property
    def shown_name(self) -> str:
        """What stands for it in a list, cut to fit."""
        name = self.row.cells.get("organisation", "") or "no name"
        return f"{name[:60]}…" if len(name) > 60 else name


@dataclass
class Known:
    """What is in the register already, and what rows further up in the file will add."""

    partners: dict[str, int]
    emails: set[str]
    people: set[tuple[str, str]]
    # Folded name of a partner from this file -> its sector.
    new: dict[str, str] = field(default_factory=dict)


def judge(rows: list[SheetRow]) -> list[Judged]:
    """Each row of a file with what it makes or why not. Reads the register, writes nothing."""
    known = _known(rows)
    return [_judge(row, known) for row in rows]


def _known(rows: list[SheetRow]) -> Known:
    live = Organisation.objects.live().values_list("pk", "name")
    partners = {fold(name): pk for pk, name in live.iterator(AT_A_TIME)}
    named = {pk: name for name, pk in partners.items()}
    emails = {lookup_hash("email", row.cells.get("e-mail", "")) for row in rows} - {""}
    names = {lookup_hash("name", row.cells.get("contact name", "")) for row in rows} - {""}
    there = Contact.objects.live()
    return Known(
        partners,
        set(_found(emails, lambda some: there.filter(email_hash__in=some), "email_hash")),
        {
            (named.get(pk, ""), name)
            for pk, name in _found(
                names,
                lambda some: there.filter(name_hash__in=some),
                "organisation_id",
                "name_hash",
            )
        },
    )


def _found(hashes: set[str], rows: Callable[[list[str]], Any], *columns: str) -> Iterable[Any]:
    """In portions: a database takes only so many values in one question."""
    ordered = sorted(hashes)
    for start in range(0, len(ordered), AT_A_TIME):
        some = ordered[start : start + AT_A_TIME]
        yield from rows(some).values_list(*columns, flat=len(columns) == 1)


def _judge(row: SheetRow, known: Known) -> Judged:
    if row.trouble:
        return Judged(row, [row.trouble])
    reasons = [*_shape(row), *_words(row)]
    if reasons:
        return Judged(row, reasons)
    reasons = _twice(row, known)
    if reasons:
        return Judged(row, reasons)
    facts = _facts(row)
    _remember(facts, known)
    return Judged(row, [], facts)


def _shape(row: SheetRow) -> Iterable[str]:
    """Too long, a formula, a letter that no keyboard types, nothing at all."""
    if not row.cells.get("organisation"):
        yield "The name of the organisation is missing."
    for name, cell in row.cells.items():
        most = LONGEST.get(name)
        if most and len(cell) > most:
            yield f"Too long: “{name}” takes {most} letters, and this has {len(cell)}."
        elif most and CONTROL.search(cell):
            yield f"“{name}” goes over more than one line, or holds an unseen sign."
        if name != "phone" and most and is_formula(cell):
            yield f"“{name}” begins with {cell.lstrip()[:1]}, which a spreadsheet could run."
    own = [name for name in ("job", "e-mail", "phone") if row.cells.get(name)]
    if own and not row.cells.get("contact name"):
        yield "It has a job, e-mail or phone, and no contact name."


def _words(row: SheetRow) -> Iterable[str]:
    """Sector, website, e-mail, phone, talks: what only some values fit."""
    cells = row.cells
    for name, choices in (("sector", SECTORS), ("talks", TALKS)):
        if cells.get(name) and _choice(cells[name], choices) is None:
            known = ", ".join(str(label).lower() for _, label in choices)
            yield f"“{cells[name][:40]}” is no {name} we know. Use one of: {known}."
    if cells.get("every weeks") and _weeks(cells["every weeks"]) is None:
        yield "“every weeks” is 4, 8, 13, 26 or empty."
    if cells.get("website") and not _is_website(_website(cells["website"])):
        yield "The website is not an address we can read."
    if cells.get("e-mail") and not _fits(validate_email, cells["e-mail"]):
        yield "The e-mail address does not look like one. It needs an @."
    if cells.get("phone") and not _is_phone(cells["phone"]):
        yield "The phone number does not look like one."


def _twice(row: SheetRow, known: Known) -> list[str]:
    cells = row.cells
    partner = fold(cells["organisation"])
    sector = _choice(cells.get("sector", ""), SECTORS)
    is_here = partner in known.partners
    person = cells.get("contact name", "")
    if is_here and not person:
        return ["This organisation is here already."]
    if partner in known.new and not person:
        return ["This organisation is further up in the file."]
    if partner in known.new and sector and sector != known.new[partner]:
        return ["Further up in the file this organisation has another sector."]
    if not is_here and partner not in known.new and not sector:
        return ["The sector is missing: statutory, voluntary, community or peer group."]
    if person and (partner, lookup_hash("name", person)) in known.people:
        return ["Somebody of this name is there already, or further up in the file."]
    if lookup_hash("email", cells.get("e-mail", "")) in known.emails:
        return ["Somebody has this e-mail address already, or has it further up in the file."]
    return []


def _remember(facts: dict[str, Any], known: Known) -> None:
    if facts["partner"] not in known.partners:
        known.new.setdefault(facts["partner"], facts["sector"])
    if facts["contact"]:
        known.people.add((facts["partner"], lookup_hash("name", facts["contact"]["name"])))
        known.emails |= {lookup_hash("email", facts["contact"]["email"])} - {""}


def _facts(row: SheetRow) -> dict[str, Any]:
    cells = {name: row.cells.get(name, "") for name in (*LONGEST, "sector", "talks", "every weeks")}
    contact = None
    if cells["contact name"]:
        contact = {
            "name": cells["contact name"],
            "job": cells["job"],
            "email": cells["e-mail"],
            "phone": clean_phone(cells["phone"]),
            "talks": _choice(cells["talks"], TALKS) or "not_known",
        }
    return {
        "partner": fold(cells["organisation"]),
        "name": cells["organisation"],
        "sector": _choice(cells["sector"], SECTORS),
        "area": cells["area"],
        "website": _website(cells["website"]),
        "every_weeks": _weeks(cells["every weeks"]),
        "contact": contact,
    }


def _choice(said: str, choices: list[tuple[str, Any]]) -> str | None:
    folded = fold(said).replace("_", " ")
    for code, label in choices:
        if folded and folded in {code.replace("_", " "), fold(str(label))}:
            return code
    return None


def _weeks(said: str) -> int | None:
    weeks = {str(number): number for number, _ in EVERY_WEEKS}
    return weeks.get(said.strip())


def _website(said: str) -> str:
    return said if not said or "://" in said else f"https://{said}"


def _is_website(said: str) -> bool:
    return _fits(URLValidator(["http", "https"]), said) and bool(urlsplit(said).hostname)


def _is_phone(said: str) -> bool:
    try:
        return bool(clean_phone(said))
    except NotAPhone:
        return False


def _fits(validator: Callable[[str], None], said: str) -> bool:
    try:
        validator(said)
    except ValidationError:
        return False
    return True
