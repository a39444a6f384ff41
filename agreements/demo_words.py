"""What the demo's groups promised each other, version by version."""

from typing import Any

from .models.clause import TIME_KEEPING

NEVER = True
_RESPECT = "We respect each other: all religions and none, and all our differences."
_PHONES = "Phones off or on silent, except where a child may need you."

_MOTHERS: list[tuple] = [
    (
        "what-is-said-here",
        "What is said here stays here.",
        "Who comes, and what she saw or heard or feared when she was ill: none of it leaves the "
        "room. There is one limit. If one of us or a child is in danger, the peer leader has to "
        "get help. She tells you first if she can.",
    ),
    (
        "believing",
        "We believe each other.",
        "What it was like for her is what it was like. Nobody has to prove how ill she was, and "
        "nobody compares wards.",
    ),
    (
        "respect",
        _RESPECT,
        "Some of us prayed through it and some did not. Some take tablets and some do not. "
        "We do not tell each other which is right.",
    ),
    (
        "listening",
        "We listen, and we do not interrupt.",
        "When it is her turn it is her turn. Advice only if she asks for it.",
    ),
    ("phones", "Phones off or on silent.", "So that whoever is talking knows we are with her."),
    (
        "sharing",
        "Share only what you want to.",
        "You can come for the toast. Nobody will ask you how the birth was.",
    ),
    (
        "babies",
        "Babies are welcome, loud ones too.",
        "Feed, change, pace, or hand them to whoever has free arms. Nobody says sorry for crying, "
        "theirs or her own.",
        NEVER,
    ),
    (
        TIME_KEEPING,
        "Coming late is fine. Come when you can.",
        "Nights are long, and a bag takes an hour to pack. There is a chair for you. We finish "
        "when we said we would.",
        NEVER,
    ),
    (
        "looking-after-yourself",
        "Look after yourself.",
        "If a story comes too close, step out. One of us will look in on you, or leave you be if "
        "you say so.",
        NEVER,
    ),
    (
        "if-it-is-not-kept",
        "If one of us does not keep to this, we talk about it.",
        "We point to the words first. After that the peer leader speaks with her, on her own, "
        "about what happened and not about who she is.",
        NEVER,
    ),
]

_NEIGHBOURS: list[tuple] = [
    (
        "what-is-said-here",
        "What is said at this table stays at this table.",
        "We use the same shop and the same bus. Out there you do not know her from here, unless "
        "she says so first. One limit: if somebody may get badly hurt, or a child may, the peer "
        "leader tells someone who can help.",
    ),
    (
        "respect",
        _RESPECT,
        "Seven of us speak five languages. No jokes about anybody's faith, colour, body, accent "
        "or family, and no asking where she is really from.",
    ),
    (
        "listening",
        "One at a time. Nobody gets talked over.",
        "We are a loud table. If someone quiet starts, the rest of us stop.",
    ),
    (
        "phones",
        _PHONES,
        "If it might be the school or the childminder, keep it by you and take it in the corridor.",
    ),
    ("sharing", "Talk, or do not talk.", "Busy hands are fine. You need no reason to be here."),
    (
        "money",
        "No selling, lending or borrowing.",
        "It keeps things easy between us. If you are short, ask the peer leader, quietly.",
    ),
    (
        TIME_KEEPING,
        "Come late, leave early, come as you are.",
        "The washing-up can wait, here and at home. We lock up at eight.",
        NEVER,
    ),
    (
        "looking-after-yourself",
        "Look after yourself.",
        "Step out when you need air. You are welcome back the same evening or next year.",
        NEVER,
    ),
    (
        "if-it-is-not-kept",
        "If somebody forgets, we point to the wall.",
        "Most of the time that is enough. If it is not, the peer leader has a word, on her own, "
        "about what was said or done.",
        NEVER,
    ),
]

_MOTHERS_AGAIN = [
    (
        "phones",
        _PHONES,
        "The nursery may ring. Put it face down on the table, and step out to answer.",
    )
    if clause[0] == "phones"
    else clause
    for clause in _MOTHERS
]

# The second version is left open for the first woman and the newest one.
OF_GROUP: dict[str, list[dict[str, Any]]] = {
    "Morning Light": [
        {
            "weeks": 12,
            "discussed_with": "Seven women at our Thursday session, over two weeks",
            "clauses": _MOTHERS,
            "not_yet": ["Beth", "Noor"],
        },
        {
            "weeks": 5,
            "discussed_with": "Six women at our Thursday session",
            "changes": "Phones: a child may need you. One of us missed a call from the nursery.",
            "clauses": _MOTHERS_AGAIN,
            "not_yet": ["Ada", "Beth"],
        },
    ],
    "Kettle and Company": [
        {
            "weeks": 9,
            "discussed_with": "Five women at our Tuesday evening",
            "clauses": _NEIGHBOURS,
            "not_yet": ["Maureen", "Yasmin"],
        }
    ],
}
