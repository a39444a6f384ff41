"""Our own English words for paper. A poster is an advert and may name the group; the card for a
purse gives nothing away to whoever finds it (safety.md, list W)."""

WELCOME = "You are welcome here"
ALL_TITLE = "Women who listen to each other"
ALL_LEAD = "There is more than one place to go. You choose."
# What she is told on every poster and leaflet (safety.md 22, 28).
YOU_DECIDE = (
    "You decide if it is for you. Nobody screens you.",
    "You need no doctor’s letter.",
    "You can ask without your real name.",
    "You can just sit and listen. You need not tell your story.",
)
ASK = "Scan this with a phone, or type"
THEN = "It takes three minutes. A woman from the group answers, in the way you say is safe."
TEXT = "Or send a text to"
PAUSED = "Paused just now. No new women for a while. You can still ask what else there is."
FULL = "Full just now. There is a waiting list, and you can ask today."
TAGS = {"paused": "paused just now", "full": "full, with a waiting list", "open": ""}
WHERE, WHEN, NO_TIMES = "Where", "When", "Ask us. It changes."
MORE = "More places: look at the address below."
LEAFLET_STEPS = (
    ("You ask.", "Tell us what to call you, and how we may reach you. Any name will do."),
    ("We answer.", "Only in the ways you say are safe. We never ask for your story."),
    ("You look.", "Come once and see. Then decide. You can stop at any time."),
)
LEAFLET_HOW, LEAFLET_WHAT, LEAFLET_YOURS = "How it goes", "What it is like", "It is up to you"
LEAFLET_PRIVATE = (
    "We say where the door is once you have a place. That keeps everyone safe.",
    "If anyone asks us who comes, we never say.",
)
DANGER = "In danger now? Ring 999. We are not there day and night."
CARD, CARD_PAUSED, CARD_FULL = (
    "Time for you. You decide.",
    "Having a pause just now. Look again soon.",
    "Very busy just now. You can still ask.",
)
CARD_ASK = "Scan, or type"
DATED = "Printed {day}. If this is older than half a year, ask us for a new one."

# -- the talk-through card: seed story 1, leaflets handed out without a word ----------------------

TALK_TITLE = "One minute, in your own words"
TALK_HOW = "How it helps"
TALK_HELPS = (
    "Women who have been through hard things listen to each other.",
    "Nobody there is the expert. A woman finds that she is not the only one.",
    "She gives help as well as getting it. That is what makes it work.",
)
TALK_SAY = "Three things to say"
TALK_THREE = (
    "“There is a place where women listen to each other. I tell everyone about it.”",
    "“You decide. You need no letter, and any name will do.”",
    "“They reach you only in ways you say are safe. I never hear if you went.”",
)
TALK_JUDGE = "Nothing to judge"
TALK_NOTHING = (
    "Tell every woman, not the ones you would pick.",
    "Do not weigh up if she is ready. She knows, and we do not ask you.",
    "Do not only hand over paper. Say one thing first.",
    "Is it safe for her to carry paper? Ask. The small card gives nothing away.",
)
