"""How long the door keeps what, in one place: the nightly purge, the cards on today and the words
that a woman reads beside each question all take it from here (safety.md 35)."""

import datetime as dt

# After the last contact from either side. Never while she waits for us, or at "not yet".
INTRODUCTION_KEPT = dt.timedelta(days=28)
# A conversation gone quiet: the peer leader hears of it twice, then the coordinator.
QUIET_FIRST = dt.timedelta(days=14)
QUIET_AGAIN = dt.timedelta(days=21)
QUIET_COORDINATOR = dt.timedelta(days=26)
# "Not yet" is looked at again, so that nobody is forgotten there.
NOT_YET_AGAIN = dt.timedelta(days=14)
# A worker's slip says "closed" from this day on, the same for every woman (safety.md 40).
SLIP_CLOSES = dt.timedelta(days=28)
# It is thrown away on a day that hangs on nothing but the day it was handed out.
SLIP_KEPT = dt.timedelta(days=84)
# Nobody answers four screens in less. Whoever sends sooner after her first answer is asked to
# press once more (safety.md 47).
QUICKEST = dt.timedelta(seconds=2)
# What she typed and did not send.
ANSWERS_IDLE = dt.timedelta(minutes=60)
# What she asked us to keep for later, before she sends anything.
DRAFT_KEPT = dt.timedelta(days=7)
# Said where no group was chosen; a group says its own.
CHOOSING_REPLY_DAYS = 3
# "Still right?" is asked of each partner worker once a year; a month later her account cannot
# introduce until she says so. Codes and women are never touched by it.
WORKER_ASKED_MONTHS, WORKER_FADES_MONTHS = 12, 13
# A colleague whom a worker proposed: after the answer, and where nobody gave one.
PROPOSAL_KEPT, PROPOSAL_UNANSWERED = dt.timedelta(days=28), dt.timedelta(days=84)
# That somebody asked about a woman. Long enough to ring back, and no register of callers.
ASKING_KEPT = dt.timedelta(days=28)
# She can take her own no back on her page at the door.
NO_UNDONE = dt.timedelta(days=7)
# What came free in this time says how long the line will take.
LOOKS_BACK = dt.timedelta(weeks=26)
# What was said in a talk with a partner. That it took place stays; the words grow old.
PARTNER_WORDS_KEPT = dt.timedelta(days=3 * 365)
# The link that opens a worker's introduction form, and what was typed to ask for it.
FORM_LINK, FORM_REQUEST_KEPT = dt.timedelta(days=14), dt.timedelta(days=1)
# A safety hold: a second person agrees in so many working days, and then it lasts so long.
HOLD_SECOND_DAYS = 2
HOLD_LASTS = dt.timedelta(days=14)
# Two people may renew it in its last days; whoever can is told that it will end.
HOLD_SAYS_IT_ENDS = dt.timedelta(days=4)
# What was written down goes 28 days after it ended, and she is not forgotten before that.
HOLD_KEPT = INTRODUCTION_KEPT
# What became of it stands on today until somebody has spoken with her, and no longer than this.
HOLD_ENDED_TOLD = dt.timedelta(days=14)
# Who worked at a partner that has ended: her name and how to reach her.
ENDED_PARTNER_KEPT = dt.timedelta(days=365)
