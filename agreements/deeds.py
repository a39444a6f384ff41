"""What the audit verbs of this room mean to the woman they are about: for her own page."""

from django.utils.translation import gettext_lazy as _

DEEDS = {
    "acceptance.tap": _("said yes to what we promised each other"),
    "acceptance.aloud": _("wrote down your yes, said in the room"),
    "acceptance.paper": _("wrote down your yes, given on paper"),
}
