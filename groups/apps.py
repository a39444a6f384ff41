"""The room where groups meet hands the ground its messages, links, purges and people."""

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "groups"
    verbose_name = "the room"

    def ready(self) -> None:
        from peersupport.registry import MessageKind, registry

        from . import demo, messages, queries, reminders
        from .services import groups, housekeeping, partings

        about_session = {
            "render": messages.render_about_session,
            "on_reply": messages.on_reply,
        }
        for kind in (
            MessageKind(
                "reminder", "woman", still_true=messages.reminder_still_true, **about_session
            ),
            *[
                MessageKind(
                    name, "woman", still_true=messages.news_still_true, urgent=True, **about_session
                )
                for name in ("session-moved", "session-cancelled", "leader-late")
            ],
            MessageKind(
                "page-link",
                "woman",
                render=messages.render_page_link,
                still_true=messages.page_link_still_true,
            ),
            MessageKind(
                "late-notice",
                "staff",
                render=messages.render_late_notice,
                still_true=messages.late_notice_still_true,
                urgent=True,
            ),
        ):
            registry.message_kind(kind)
        registry.owners.append(queries.owners_of)
        registry.invitation("peer_leader", groups.give_leadership, queries.group_places)
        registry.role_enders.append(groups.end_every_leadership)
        registry.demo(20, demo.make)
        registry.sweep("reminders", reminders.materialise)
        registry.sweep("partings", partings.carry_out)
        registry.purge("late notices", housekeeping.purge_late_notices)
        registry.purge("register marks", housekeeping.purge_marks)
        registry.purge("named attendance", housekeeping.purge_named_attendance)
        registry.purge("women who left", partings.purge)
        registry.erasers.append(partings.erase_woman)
        registry.exporters.append(queries.export)
