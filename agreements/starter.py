"""Words to begin from. A group makes them its own; nothing here is law."""

from typing import NamedTuple

from .models.clause import TIME_KEEPING


class Starter(NamedTuple):
    """One clause to begin from."""

    key: str
    words: str
    meaning: str
    never_strike: bool = False


CLAUSES = [
    Starter(
        "what-is-said-here",
        "What is said here stays here.",
        "We do not tell anyone who comes or what she said. Not a partner, not a friend, not online. "
        "There is one limit. If someone may be badly hurt, or a child may be, the peer leader must "
        "tell someone who can help. If it is safe, she tells you first.",
    ),
    Starter(
        "respect",
        "We respect each other: all religions and none, and all our differences.",
        "No faith, skin, age, body, language or kind of family counts for less here. "
        "We can see things differently and still be kind.",
    ),
    Starter(
        "listening",
        "We listen, and we do not interrupt.",
        "When a woman is talking, the room is hers. We keep advice until she asks for it. "
        "Everyone gets a turn who wants one.",
    ),
    Starter(
        "phones",
        "Phones off or on silent, except where a child may need you.",
        "If you may have to take a call, tell us at the start and step outside for it. "
        "A screen in the hand can feel as if nobody is listening.",
    ),
    Starter(
        "sharing",
        "Share only what you want to.",
        "You can pass. You can cry, laugh or say nothing at all. Nobody has to explain herself, "
        "and we do not ask twice.",
    ),
    Starter(
        TIME_KEEPING,
        "Coming late is fine. Come when you can.",
        "We start and end on time so that everyone can get home, and there is always a chair. "
        "A text that you are on your way is kind. You do not have to say why.",
        never_strike=True,
    ),
    Starter(
        "looking-after-yourself",
        "Look after yourself.",
        "Step out, make tea or go home whenever you need to. One of us will see that you are all "
        "right. You are always welcome back.",
        never_strike=True,
    ),
    Starter(
        "if-it-is-not-kept",
        "If one of us does not keep to this, we talk about it.",
        "First we point to the words. Then the peer leader has a quiet word with her. It is about "
        "what was said or done, never about who she is. Nobody is left without someone to talk to.",
        never_strike=True,
    ),
]

# What a partner worker promises. The seed's first story: some chose which women a group was right
# for, and a leaflet was handed out without a word.
PROMISE = [
    Starter(
        "every-woman",
        "I tell every woman about the groups.",
        "Not only those who I think would like it. A woman who hears of it today may come in a "
        "year, or tell her sister.",
    ),
    Starter(
        "judge-nobody",
        "I judge nobody.",
        "I do not decide who is ready, who is too ill or too well, who would fit in. I keep no "
        "list of women whom I did not tell, for there is none.",
    ),
    Starter(
        "with-a-word",
        "I hand over the leaflet with a word.",
        "I say in a minute what a group is and how it helps, and that she can just come and "
        "look. Paper alone is easily put away.",
    ),
    Starter(
        "she-decides",
        "She decides.",
        "I do not send her, sign her up or hold her back. I introduce her only when she knows "
        "and agreed, with her own answers on how to reach her safely.",
    ),
    Starter(
        "nothing-clinical",
        "I pass on nothing clinical.",
        "No diagnosis, no history, no risk form and no letter. What she wants the group to know, "
        "she tells it herself.",
    ),
    Starter(
        "never-who-comes",
        "I never say who comes.",
        "I do not ask it, and nobody hears it from me: not her family, not a colleague, not the "
        "police. I take a name for the office, and press one button.",
    ),
]
