"""Who is in the demo. Invented people; numbers that are kept free for drama."""

from typing import Any

TEXTS = {"call": "yes", "voicemail": "no", "text": "yes", "links_safe": "yes", "say_who": "no"}
TEXTS_NO_LINKS = TEXTS | {"links_safe": "no", "call": "no"}


def phone(last: int, how: dict[str, Any] = TEXTS, **more: Any) -> dict[str, Any]:
    """A card with one of the drama numbers, 07700 900000 to 900999."""
    return {"phone": f"07700 900{last:03}"} | how | more


def mail(name: str, **more: Any) -> dict[str, Any]:
    """A card with e-mail only."""
    return {"email": f"{name}@woman.example", "mail": "yes", "links_safe": "yes"} | more


def woman(name: str, weeks: int, card: dict[str, Any], came_by: str = "herself") -> dict[str, Any]:
    return {"name": name, "weeks": weeks, "card": card, "came_by": came_by}


GROUPS: list[dict[str, Any]] = [
    {
        "leader": {"name": "Ruth Adeyemi", "email": "ruth@demo.example", "phone": "07700 900001"},
        "day": 3,
        "checked": 3,
        "hour": 10,
        "group": {
            "name": "Morning Light",
            "who_for": "Mothers who have lived through psychosis after having a baby, "
            "however long ago it was.",
            "about": "We meet once a week for two hours, with tea, toast and a rug for the little "
            "ones. Some weeks we talk about the hard part. Some weeks we do not. Nobody takes "
            "notes and nobody is in charge of getting you better. Ruth has been through it too.",
            "area": "South Leeds",
            "rings_from": "+447700900003",
            "nation": "england",
            "venue_name": "The Garden Room, Beckside House",
            "venue_address": "14 Beckside Lane, Leeds",
            "how_to_find": "Ten minutes from the station. Go past the bakery and through the "
            "green gate. There is a ramp to the left of the steps.",
            "door_looks": "A yellow door with a bell. Ruth opens it herself.",
            "reply_days": 3,
            "quiet_from": None,
            "quiet_until": None,
        },
        "women": [
            woman("Ada", 22, phone(101)),
            woman("Zoë", 18, phone(102)),
            woman("Łucja", 15, phone(103, TEXTS_NO_LINKS), "partner"),
            woman("Amina", 12, phone(104, safe_word="bluebell")),
            woman("Grace", 11, mail("grace")),
            woman("Siân", 8, phone(105, unsafe_times="Sundays, he is at home")),
            woman("Priya", 6, phone(106, plainness="named"), "partner"),
            woman("Noor", 4, {"own_contact": True}),
            woman("Beth", 2, phone(107, TEXTS_NO_LINKS), "partner"),
        ],
    },
    {
        "leader": {"name": "Mel Hartley", "email": "mel@demo.example", "phone": "07700 900003"},
        "day": 1,
        # Places that came free, so many weeks ago: by them the length of its line is told.
        "left": [21, 14, 9, 5],
        "checked": 30,
        "hour": 18,
        "group": {
            "name": "Kettle and Company",
            "who_for": "Any woman who lives round here and would like some company.",
            "about": "A table, a kettle and an open evening. We mend things, we cook, we grumble "
            "and we laugh. Come as you are, stay as long as you like, and bring nothing.",
            "area": "Easton, Bristol",
            "nation": "england",
            "venue_name": "The back room of St Mark's Hall",
            "venue_address": "2 Chapel Street, Bristol",
            "how_to_find": "Round the side, where the bicycles are. The front stays locked.",
            "door_looks": "A blue door that sticks. Push.",
            "reply_days": 5,
        },
        "women": [
            woman("Joyce", 20, phone(201)),
            woman("Fatima", 16, phone(202), "partner"),
            woman("Carys", 13, mail("carys")),
            woman("Dee", 9, phone(203, safe_windows=["weekday-morning", "weekday-afternoon"])),
            woman("Ngozi", 7, phone(204)),
            woman("Maureen", 5, {"own_contact": True}),
            woman("Yasmin", 3, phone(205, TEXTS_NO_LINKS), "partner"),
        ],
    },
]
