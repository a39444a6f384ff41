"""The door hands the ground its cards, its partners and what it forgets."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "outreach"
    verbose_name = "the door"

    def ready(self) -> None:
        from peersupport.registry import registry

        from . import cards, deeds, demo, message_kinds, queries, scale, waits
        from .presenters import her_place
        from .services import (
            askings,
            contact_imports,
            contact_log,
            contacts,
            drafts,
            forgetting,
            holds,
            mailed_form,
            offers,
            organisations,
            proposals,
            replies,
            reply_times,
        )

        # Before its views: it is a woman's keeper, and she has no account.
        registry.predicate("at_the_door", her_place.holds, without_account=True)
        from .views.drafts import open_draft
        from .views.her_place import open_door
        from .views.mailed_form import open_form

        for kind in message_kinds.KINDS:
            registry.message_kind(kind)
        registry.link_purpose("door", open_door)
        registry.link_purpose(mailed_form.PURPOSE, open_form)
        registry.link_purpose("draft", open_draft)
        registry.predicate("hears_of_worries", queries.hears_of_worries)
        registry.invitation("partner_worker", organisations.take_place)
        registry.role_enders.append(organisations.end_places)
        registry.public_waits.append(waits.public)
        registry.sweep("offers", offers.tidy)
        registry.sweep("safety holds", holds.sweep)
        registry.sweep("reply promises", replies.sweep)
        registry.sweep("usual reply times", reply_times.sweep)
        registry.sweep("introduce links", mailed_form.sweep)
        registry.purge("form requests", mailed_form.purge)
        registry.purge("askings", askings.purge)
        registry.purge("proposals", proposals.purge)
        registry.purge("safety holds", holds.purge)
        registry.purge("introductions", forgetting.purge)
        registry.purge("contact_imports", contact_imports.purge)
        registry.purge("contact_log", contact_log.purge)
        registry.purge("partner_contacts", contacts.purge)
        registry.purge("drafts", drafts.purge)
        registry.erasers.append(forgetting.erase)
        registry.exporters.append(queries.export)
        registry.known_as.append(queries.known_as)
        registry.deeds.update(deeds.DEEDS)
        registry.today_cards.extend(cards.ALL)
        for order, make in demo.IN_ORDER.items():
            registry.demo(order, make)
        for order, fill in scale.IN_ORDER.items():
            registry.scale(order, fill)
