"""The door hands the ground its cards, its partners and what it forgets."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "outreach"
    verbose_name = "the door"

    def ready(self) -> None:
        from peersupport.registry import registry

        from . import (
            cards,
            deeds,
            demo,
            demo_in_touch,
            demo_line,
            demo_more,
            demo_paper,
            demo_partners,
            demo_where,
            her_place,
            hold_cards,
            in_touch_cards,
            line_cards,
            message_kinds,
            nudge_kinds,
            partner_cards,
            partner_kinds,
            queries,
            scale,
            scale_in_touch,
            waits,
        )
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

        for kind in (*message_kinds.KINDS, *nudge_kinds.KINDS, *partner_kinds.KINDS):
            registry.message_kind(kind)
        registry.link_purpose("door", open_door)
        registry.sweep("offers", offers.tidy)
        registry.sweep("safety holds", holds.sweep)
        registry.sweep("reply promises", replies.sweep)
        registry.sweep("usual reply times", reply_times.sweep)
        registry.public_waits.append(waits.public)
        registry.invitation("partner_worker", organisations.take_place)
        registry.role_enders.append(organisations.end_places)
        registry.predicate("hears_of_worries", queries.hears_of_worries)
        registry.link_purpose(mailed_form.PURPOSE, open_form)
        registry.sweep("introduce links", mailed_form.sweep)
        registry.purge("form requests", mailed_form.purge)
        registry.today_cards.append(cards.today)
        registry.today_cards.append(hold_cards.today)
        registry.today_cards.append(line_cards.today)
        registry.today_cards.append(partner_cards.today)
        registry.today_cards.append(in_touch_cards.today)
        registry.purge("askings", askings.purge)
        registry.purge("proposals", proposals.purge)
        registry.purge("safety holds", holds.purge)
        registry.purge("introductions", forgetting.purge)
        registry.purge("contact_imports", contact_imports.purge)
        registry.purge("contact_log", contact_log.purge)
        registry.purge("partner_contacts", contacts.purge)
        registry.purge("drafts", drafts.purge)
        registry.link_purpose("draft", open_draft)
        registry.erasers.append(forgetting.erase)
        registry.exporters.append(queries.export)
        registry.known_as.append(queries.known_as)
        registry.deeds.update(deeds.DEEDS)
        registry.demo(40, demo.make)
        registry.demo(43, demo_line.make)
        registry.demo(42, demo_where.make)
        registry.demo(46, demo_more.make)
        registry.demo(45, demo_partners.make)
        registry.demo(44, demo_in_touch.make)
        registry.demo(47, demo_paper.make)
        registry.scale(40, scale.fill)
        registry.scale(44, scale_in_touch.fill)
