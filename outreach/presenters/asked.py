"""What to say to whoever asks "does she come?", and what never to do (safety.md 52). Our own words,
the same for every woman: whoever says them cannot give anything away, for she has not looked."""

from typing import NamedTuple

SAY = "We never say who comes. I can take your name for our office."
NEVER = (
    "Do not say yes, and do not say no. “She is not here” is an answer too.",
    "Do not say “I will ask her”: it says that you could.",
    "Do not look anything up, not on a list, not on a screen, not even later.",
    "Do not ask how they know her, and do not guess.",
)


class Asker(NamedTuple):
    """One sort of caller."""

    code: str
    label: str
    say: tuple[str, ...]
    mind: str


ASKERS = (
    Asker(
        "partner",
        "Her partner or husband",
        (
            SAY,
            "I say the same to everyone who asks, about every woman in this town.",
            "I have to go now. Our office can tell you how we work.",
        ),
        "He may be kind, and he may be looking for her. You cannot hear the difference. If he is "
        "at the door and will not go, ring 999.",
    ),
    Asker(
        "family",
        "Her mother or family",
        (
            SAY,
            "I can hear that you are worried. I still say the same to everyone.",
            "If you think that somebody is in danger now, ring 999.",
        ),
        "It is hard to say nothing to a mother. Families pass things on, to others too.",
    ),
    Asker(
        "social_worker",
        "A social worker",
        (
            SAY,
            "Please put it in writing. Our office answers every letter.",
        ),
        "A title is no permission. If she wants somebody to know, she tells them herself.",
    ),
    Asker(
        "solicitor",
        "A solicitor",
        (
            SAY,
            "Please write to our office. I may not take papers for anybody.",
        ),
        "Take no letter, no envelope and no message for a woman.",
    ),
    Asker(
        "police",
        "The police",
        (
            SAY,
            "Please give me your name, your station and a number we can ring through.",
            "If somebody may die or be badly hurt, our office will ring you within minutes.",
        ),
        "Ask for the name and the number, and say no more. Only our office decides what the law "
        "asks of us.",
    ),
    Asker(
        "journalist",
        "A journalist",
        (
            SAY,
            "Nobody here gives interviews about women. Our office can send you a page.",
        ),
        "Not off the record either, and no photograph of the door, the poster or the room.",
    ),
    Asker(
        "somebody",
        "Somebody else",
        (SAY, "I say that to everyone, also to friends."),
        "A friend, a neighbour, a landlord, a colleague: the words are the same.",
    ),
)
