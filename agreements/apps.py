"""The room of the wall hands the ground its cards, its demo, and what it forgets and tells."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "agreements"
    verbose_name = "the wall"

    def ready(self) -> None:
        from peersupport.registry import registry

        from . import cards, deeds, demo, exports, scale
        from .services import acceptances

        registry.today_cards.append(cards.today)
        registry.you_cards.append(cards.you)
        registry.erasers.append(acceptances.erase)
        registry.exporters.append(exports.of)
        registry.deeds.update(deeds.DEEDS)
        registry.purge("acceptances", acceptances.purge)
        registry.demo(30, demo.make)
        registry.scale(30, scale.fill)
