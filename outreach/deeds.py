"""What the audit verbs of this room mean to the woman they are about: for her own page."""

from django.utils.translation import gettext_lazy as _

DEEDS = {
    "introduction.asked": _("asked to join"),
    "introduction.made": _("introduced you to us"),
    "introduction.revealed": _("looked at how to reach you"),
    "introduction.contact": _("spoke with you, or tried to"),
    "introduction.confirmed": _("wrote down that you want to hear from us"),
    "introduction.assigned": _("wrote down what you chose"),
    "introduction.decided": _("wrote down what you said"),
}
