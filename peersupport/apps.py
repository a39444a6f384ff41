"""The ground hands itself its own messages, links and purges, as each room does."""

from django.apps import AppConfig


class PeersupportConfig(AppConfig):
    name = "peersupport"
    verbose_name = "the ground"

    def ready(self) -> None:
        from . import audit, cards, checks, demo, links, scale  # noqa: F401  (checks registers by being imported)
        from .messaging import housekeeping, receipts
        from .registry import MessageKind, Words, registry
        from .services import erasure, once, people
        from .views import invitations

        registry.message_kind(
            MessageKind(
                "invitation",
                "staff",
                render=people.render_invitation,
                still_true=people.invitation_still_true,
                urgent=True,
            )
        )
        registry.message_kind(
            MessageKind(
                "account-mail", "staff", render=lambda message, level: Words(""), urgent=True
            )
        )
        registry.link_purpose("invitation", invitations.open_invitation)
        registry.demo(10, demo.make_coordinator)
        registry.scale(10, scale.ground)
        registry.today_cards.append(cards.helplines_to_check)
        registry.sweep("receipts", receipts.give_up_waiting)
        for name, job in {
            "links": links.purge,
            "once": once.purge,
            "messages": housekeeping.purge,
            "invitations": people.purge,
            "audit": audit.purge,
            "browser sessions": erasure.purge_sessions,
        }.items():
            registry.purge(name, job)
        registry.erasers.append(links.erase)
