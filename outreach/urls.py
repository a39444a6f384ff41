"""The door's addresses. View, name, template and test share one word."""

from django.urls import include, path, re_path

from .views import (
    asked,
    charity,
    codes,
    colleagues,
    drafts,
    her_place,
    introductions,
    join,
    join_send,
    line,
    openreferral,
    organisations,
    portal,
    promise,
    where,
)

app_name = "outreach"
AT = "dashboard/introductions"
PARTNERS = "dashboard/organisations"

urlpatterns = [
    path("join/", join.join, name="join"),
    path("join/q/name/", join.join_name, name="join-name"),
    path("join/q/group/", join.join_group, name="join-group"),
    path("join/q/reach/", join.join_reach, name="join-reach"),
    path("join/q/keep/", join.join_keep, name="join-keep"),
    path("join/q/more/", join.join_more, name="join-more"),
    path("join/q/check/", join_send.join_check, name="join-check"),
    path("join/q/sent/", join_send.join_sent, name="join-sent"),
    path("join/q/told/", join_send.join_told, name="join-told"),
    path("join/q/later/", drafts.join_later, name="join-later"),
    path("join/q/drop/", drafts.join_drop, name="join-drop"),
    path("join/<slug:ref>/", join.join_to, name="join-to"),
    path("c/<slug:code>/", codes.code, name="code"),
    path("dashboard/outreach/charity/", charity.charity, name="charity"),
    path("dashboard/outreach/where/", where.where, name="where"),
    path("dashboard/outreach/where/share/", where.where_share, name="where-share"),
    path("dashboard/outreach/where/figures/", where.where_export, name="where-export"),
    # The standard's own addresses have no slash at the end; with one they are answered too.
    path("openreferral/", openreferral.feed_front, name="feed"),
    re_path(r"^openreferral/services/?$", openreferral.feed_services, name="feed-services"),
    re_path(
        r"^openreferral/services/(?P<service_uuid>[^/]+)/?$",
        openreferral.feed_service,
        name="feed-service",
    ),
    re_path(r"^openreferral/taxonomies/?$", openreferral.feed_taxonomies, name="feed-taxonomies"),
    re_path(
        r"^openreferral/taxonomies/(?P<taxonomy_uuid>[^/]+)/?$",
        openreferral.feed_taxonomy,
        name="feed-taxonomy",
    ),
    re_path(r"^openreferral/taxonomy_terms/?$", openreferral.feed_terms, name="feed-terms"),
    re_path(
        r"^openreferral/taxonomy_terms/(?P<term_uuid>[^/]+)/?$",
        openreferral.feed_term,
        name="feed-term",
    ),
    re_path(r"^openreferral/service_at_locations/?$", openreferral.feed_places, name="feed-places"),
    re_path(
        r"^openreferral/service_at_locations/(?P<place_uuid>[^/]+)/?$",
        openreferral.feed_place,
        name="feed-place",
    ),
    path("your-place/", her_place.her_place, name="her-place"),
    path("your-place/answer/", her_place.her_place_answer, name="her-place-answer"),
    path("portal/", portal.portal, name="portal"),
    path("portal/introduce/", portal.portal_introduce, name="portal-introduce"),
    path("portal/promise/", promise.portal_promise, name="portal-promise"),
    path("portal/still-here/", colleagues.portal_still_here, name="portal-still-here"),
    path("portal/colleague/", colleagues.portal_colleague, name="portal-colleague"),
    path("portal/asked/", asked.portal_asked, name="portal-asked"),
    path("dashboard/asked/", asked.asked, name="asked"),
    path("dashboard/asked/<int:asking_id>/rung/", asked.asking_rung, name="asking-rung"),
    path(
        f"{PARTNERS}/proposals/<int:proposal_id>/",
        colleagues.proposal_answer,
        name="proposal-answer",
    ),
    path(f"{AT}/", introductions.introduction_list, name="introduction-list"),
    path(f"{AT}/line/", line.line_list, name="line-list"),
    path(f"{AT}/line/<int:group_id>/", line.line, name="line"),
    path(f"{AT}/offers/<int:offer_id>/", line.offer_answer, name="offer-answer"),
    path(f"{AT}/<int:introduction_id>/", introductions.introduction, name="introduction"),
    path(f"{AT}/<int:introduction_id>/offer/", line.introduction_offer, name="introduction-offer"),
    path(
        f"{AT}/<int:introduction_id>/another/",
        line.introduction_another,
        name="introduction-another",
    ),
    path(
        f"{AT}/<int:introduction_id>/door-link/",
        line.introduction_door_link,
        name="introduction-door-link",
    ),
    path(
        f"{AT}/<int:introduction_id>/door-code/",
        line.introduction_door_code,
        name="introduction-door-code",
    ),
    path(
        f"{AT}/<int:introduction_id>/reveal/",
        introductions.introduction_reveal,
        name="introduction-reveal",
    ),
    path(
        f"{AT}/<int:introduction_id>/contact/",
        introductions.introduction_contact,
        name="introduction-contact",
    ),
    path(
        f"{AT}/<int:introduction_id>/confirm/",
        introductions.introduction_confirm,
        name="introduction-confirm",
    ),
    path(
        f"{AT}/<int:introduction_id>/decide/",
        introductions.introduction_decide,
        name="introduction-decide",
    ),
    path(
        f"{AT}/<int:introduction_id>/assign/",
        introductions.introduction_assign,
        name="introduction-assign",
    ),
    path(
        f"{AT}/<int:introduction_id>/send-link/",
        introductions.introduction_send_link,
        name="introduction-send-link",
    ),
    path("dashboard/outreach/", include("outreach.outreach_urls")),
    path(f"{PARTNERS}/", organisations.organisation_list, name="organisation-list"),
    path(f"{PARTNERS}/codes/", organisations.code_list, name="code-list"),
    path(f"{PARTNERS}/<int:organisation_id>/", organisations.organisation, name="organisation"),
    path(
        f"{PARTNERS}/<int:organisation_id>/code/",
        organisations.organisation_code,
        name="organisation-code",
    ),
    path(
        f"{PARTNERS}/<int:organisation_id>/end/",
        organisations.organisation_end,
        name="organisation-end",
    ),
    path(
        f"{PARTNERS}/<int:organisation_id>/invitations/<int:worker_invitation_id>/withdraw/",
        organisations.worker_withdraw,
        name="worker-withdraw",
    ),
    path(f"{PARTNERS}/workers/<int:worker_id>/end/", organisations.worker_end, name="worker-end"),
]
