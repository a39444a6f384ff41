"""The door's rows: partners, the women they or we hear from, and what is left of the count."""

from .asking import Asking
from .charity import Charity
from .contact import Contact
from .contact_entry import ContactEntry
from .contact_import import ContactImport
from .draft import Draft
from .favour import Favour
from .form_request import FormRequest
from .hold import SafetyHold
from .introduction import Introduction
from .more import More
from .offer import PlaceOffer
from .organisation import Organisation, SourceCode, Worker
from .partner_tally import PartnerTally
from .promise import PromiseAcceptance
from .proposal import WorkerProposal
from .question import GroupQuestion, OwnAnswer, Question
from .slip import Slip
from .tally import Tally
from .told import ToldNotForHer
from .watch import Watch
from .wording import MaterialWording

__all__ = [
    "Asking",
    "Charity",
    "Contact",
    "ContactEntry",
    "ContactImport",
    "Draft",
    "Favour",
    "FormRequest",
    "GroupQuestion",
    "Introduction",
    "MaterialWording",
    "More",
    "Organisation",
    "OwnAnswer",
    "PartnerTally",
    "PlaceOffer",
    "PromiseAcceptance",
    "Question",
    "SafetyHold",
    "Slip",
    "SourceCode",
    "Tally",
    "ToldNotForHer",
    "Watch",
    "Worker",
    "WorkerProposal",
]
