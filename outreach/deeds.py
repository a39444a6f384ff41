"""What the audit verbs of this room mean to the woman they are about: for her own page."""

from django.utils.translation import gettext_lazy as _

DEEDS = {
    "introduction.asked": _("asked to join"),
    "introduction.made": _("introduced you to us"),
    "introduction.revealed": _("looked at how to reach you"),
    "introduction.contact": _("spoke with you, or tried to"),
    "introduction.put_together": _("noted that you had asked twice"),
    "introduction.came_again": _("noted that you have your place already"),
    "introduction.told_more": _("wrote down what would make coming easier"),
    "introduction.confirmed": _("wrote down that you want to hear from us"),
    "introduction.refused": _("deleted what somebody else had told us of you"),
    "introduction.withdrawn": _("took back what she had told us of you"),
    "door_link.sent": _("sent you a link"),
    "door_link.shown": _("showed you the code to your page"),
    "offer.made": _("offered you a place, or another group"),
    "offer.answered": _("wrote down your answer to an offer"),
    "offer.withdrawn": _("took an offer back"),
    "introduction.assigned": _("wrote down what you chose"),
    "introduction.decided": _("wrote down what you said"),
    "hold.opened": _("asked that we wait a while, so that everyone is safe"),
    "hold.read": _("read why we wait"),
    "hold.agreed": _("agreed that we wait a while"),
    "hold.renewal_asked": _("asked that we wait a while longer"),
    "hold.stands_again": _("took your no back, so that we wait as we did before"),
    "hold.ended": _("wrote down that we need not wait any more"),
}
