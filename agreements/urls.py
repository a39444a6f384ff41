"""Addresses of the wall's room. Group codes have no vowels, so none of them reads "wall"."""

from django.urls import path

from .views import drafting, leader, screen, woman

app_name = "agreements"
ONE = "dashboard/agreements/<slug:ref>/"
VERSION = f"{ONE}<int:number>/"
CLAUSE = f"{VERSION}clauses/<slug:key>/"

urlpatterns = [
    path("wall/<str:token>/", screen.wall, name="wall"),
    path("you/agree/<int:version_id>/", woman.accept, name="accept"),
    path("dashboard/agreements/", leader.agreement_list, name="list"),
    path("dashboard/agreements/wall/<int:session_id>/", leader.wall_link, name="wall-link"),
    path(ONE, leader.agreement_detail, name="agreement-detail"),
    path(f"{ONE}start/", drafting.draft_start, name="draft-start"),
    path(VERSION, leader.agreement_version, name="agreement-version"),
    path(f"{VERSION}agreed/", leader.agreed_in_room, name="agreed-in-room"),
    path(f"{VERSION}edit/", drafting.draft_edit, name="draft-edit"),
    path(f"{VERSION}discussed/", drafting.draft_discussed, name="draft-discussed"),
    path(f"{VERSION}publish/", drafting.version_publish, name="version-publish"),
    path(f"{VERSION}throw-away/", drafting.draft_throw_away, name="draft-throw-away"),
    path(f"{VERSION}clauses/add/", drafting.clause_add, name="clause-add"),
    path(CLAUSE, drafting.clause_edit, name="clause-edit"),
    path(f"{CLAUSE}move/", drafting.clause_move, name="clause-move"),
    path(f"{CLAUSE}remove/", drafting.clause_remove, name="clause-remove"),
]
