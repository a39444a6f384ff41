"""Addresses of the room: the staff's under /dashboard/, and the women's."""

from django.urls import path

from .views import (
    door,
    groups,
    messages,
    notices,
    public,
    register,
    sessions,
    woman,
    women,
)

app_name = "groups"
SESSIONS = "dashboard/sessions/"
SESSION = f"{SESSIONS}<int:session_id>/"
WOMAN = "dashboard/women/<int:woman_id>/"
GROUP = "dashboard/groups/<int:group_id>/"
MESSAGES = "dashboard/messages/"

STAFF = [
    path(SESSIONS, sessions.session_list, name="session-list"),
    path(f"{SESSIONS}plan/", sessions.session_plan, name="session-plan"),
    path(SESSION, sessions.session_detail, name="session-detail"),
    path(f"{SESSION}move/", sessions.session_move, name="session-move"),
    path(f"{SESSION}cancel/", sessions.session_cancel, name="session-cancel"),
    path(f"{SESSION}late/", sessions.session_late, name="session-late"),
    path(f"{SESSION}door/", door.session_door, name="session-door"),
    path(f"{SESSION}door/list/", door.session_door_list, name="session-door-list"),
    path(
        f"{SESSION}door/<int:membership_id>/", door.session_door_answer, name="session-door-answer"
    ),
    path(f"{SESSION}door/texts/<int:text_id>/", door.session_door_text, name="session-door-text"),
    path(f"{SESSION}register/", register.session_register, name="session-register"),
    path("dashboard/women/", women.woman_list, name="woman-list"),
    path(WOMAN, women.woman_detail, name="woman-detail"),
    path(f"{WOMAN}reveal/", women.woman_reveal, name="woman-reveal"),
    path(f"{WOMAN}reach/", women.woman_reach, name="woman-reach"),
    path(f"{WOMAN}link/", women.woman_link, name="woman-link"),
    path(f"{WOMAN}code/", women.woman_code, name="woman-code"),
    path(f"{WOMAN}phrase/", women.woman_phrase, name="woman-phrase"),
    path(
        "dashboard/women/places/<int:membership_id>/leave/", women.woman_leave, name="woman-leave"
    ),
    path("dashboard/groups/", groups.group_list, name="group-list"),
    path("dashboard/groups/new/", groups.group_new, name="group-new"),
    path(GROUP, groups.group_detail, name="group-detail"),
    path(f"{GROUP}edit/", groups.group_edit, name="group-edit"),
    path(f"{GROUP}pause/", groups.group_pause, name="group-pause"),
    path(f"{GROUP}open/", groups.group_reopen, name="group-reopen"),
    path(f"{GROUP}checked/", groups.group_checked, name="group-checked"),
    path(f"{GROUP}close/", groups.group_close, name="group-close"),
    path(
        "dashboard/groups/leaders/<int:leadership_id>/end/",
        groups.leadership_end,
        name="leadership-end",
    ),
    path("dashboard/notices/", notices.notices, name="notices"),
    path(MESSAGES, messages.message_list, name="message-list"),
    path(f"{MESSAGES}<int:message_id>/told/", messages.message_told, name="message-told"),
    path(f"{MESSAGES}texts/<int:text_id>/seen/", messages.text_seen, name="text-seen"),
]
WOMEN = [
    path("groups/", public.public_list, name="public-list"),
    path("groups/<slug:ref>/", public.public_detail, name="public-detail"),
    path("you/", woman.you, name="you"),
    path("you/answer/<int:session_id>/", woman.you_answer, name="you-answer"),
    path("you/phrase/", woman.you_phrase, name="you-phrase"),
    path("you/phrase/choose/", woman.you_phrase_choose, name="you-phrase-choose"),
    path("you/reach/", woman.you_reach, name="you-reach"),
    path("you/needs/", woman.you_needs, name="you-needs"),
    path("you/who/", woman.you_who, name="you-who"),
    # Addresses stand in the phone's history: they say nothing of going.
    path("you/stop/", woman.you_leave, name="you-leave"),
    path("you/clear/", woman.you_forget, name="you-forget"),
    path("you/kept/", woman.you_export, name="you-export"),
]
urlpatterns = [*STAFF, *WOMEN]
