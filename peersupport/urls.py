"""Every address: the ground's own, and the rooms' by name (contract.md)."""

from django.conf import settings
from django.urls import include, path

from .views import dashboard, duties, health, hooks, invitations, links, outbox, people, public

urlpatterns = [
    path("", public.home, name="home"),
    path("help-now/", public.help_now, name="help-now"),
    path("staying-private/", public.staying_private, name="staying-private"),
    path("privacy/", public.privacy, name="privacy"),
    path("leave/", public.leave, name="leave"),
    path("l/<str:token>/", links.private_link, name="private-link"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("hooks/sms/generic/", hooks.sms_generic, name="hook-sms-generic"),
    path("accounts/accept/", invitations.accept_invitation, name="accept-invitation"),
    path("accounts/", include("allauth.urls")),
    path("me/", dashboard.home_for_me, name="home-for-me"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("dashboard/people/", people.people_list, name="people"),
    path("dashboard/people/duties/", duties.duty_give, name="duty-give"),
    path("dashboard/people/duties/<int:duty_id>/end/", duties.duty_end, name="duty-end"),
    path("dashboard/people/<int:user_id>/end/", people.person_end, name="person-end"),
    path(
        "dashboard/people/invitations/<int:invitation_id>/withdraw/",
        people.invitation_withdraw,
        name="invitation-withdraw",
    ),
    path("", include("groups.urls")),
    path("", include("agreements.urls")),
    path("", include("outreach.urls")),
]
if settings.DEBUG:
    urlpatterns += [
        path("outbox/", outbox.outbox, name="outbox"),
        path("outbox/<int:copy_id>/answer/", outbox.outbox_answer, name="outbox-answer"),
        path("outbox/<int:copy_id>/mail/", outbox.outbox_mail, name="outbox-mail"),
        path("outbox/<int:copy_id>/html/", outbox.outbox_mail_html, name="outbox-mail-html"),
        path("parts/", outbox.parts, name="parts"),
    ]
