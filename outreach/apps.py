"""The door hands the ground its cards, its partners and what it forgets."""

from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "outreach"
    verbose_name = "the door"

    def ready(self) -> None:
        from peersupport.registry import registry

        from . import cards, deeds, demo, queries, scale
        from .services import forgetting, organisations

        registry.invitation("partner_worker", organisations.take_place)
        registry.role_enders.append(organisations.end_places)
        registry.today_cards.append(cards.today)
        registry.purge("introductions", forgetting.purge)
        registry.erasers.append(forgetting.erase)
        registry.exporters.append(queries.export)
        registry.known_as.append(queries.known_as)
        registry.deeds.update(deeds.DEEDS)
        registry.demo(40, demo.make)
        registry.scale(40, scale.fill)
