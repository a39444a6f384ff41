"""The room where groups meet hands the ground its messages, links, purges and people."""

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "groups"
    verbose_name = "the room"

    def ready(self) -> None:
        from peersupport.registry import registry

        from . import cards, demo, looks, message_kinds, queries, reminders, scale, woman_presenters
        from .services import groups, housekeeping, partings
        from .views.woman import open_you

        for kind in message_kinds.KINDS:
            registry.message_kind(kind)
        registry.owners.append(queries.owners_of)
        registry.invitation("peer_leader", groups.give_leadership, queries.group_places)
        registry.today_cards.append(cards.today)
        registry.today_cards.append(cards.facts_to_check)
        registry.role_enders.append(groups.end_every_leadership)
        registry.demo(20, demo.make)
        registry.scale(20, scale.fill)
        registry.sweep("reminders", reminders.materialise)
        registry.sweep("partings", partings.carry_out)
        registry.purge("late notices", housekeeping.purge_late_notices)
        registry.purge("register marks", housekeeping.purge_marks)
        registry.purge("named attendance", housekeeping.purge_named_attendance)
        registry.purge("women who left", partings.purge)
        registry.erasers.append(partings.erase_woman)
        registry.exporters.append(queries.export)
        registry.link_purpose("you", open_you)
        registry.you_cards.append(woman_presenters.place_card)
        registry.known_as.append(looks.known_as)
        registry.deeds.update(looks.DEEDS)
