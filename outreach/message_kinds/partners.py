"""What partners make us write, to our own people and to the worker herself. Never to a woman."""

from peersupport.registry import MessageKind

from ..services import askings, mailed_form

KINDS = (
    MessageKind(
        "asked", "staff", render=askings.render, still_true=askings.still_true, urgent=True
    ),
    MessageKind(
        mailed_form.KIND,
        "staff",
        render=mailed_form.render,
        still_true=mailed_form.still_true,
        urgent=True,
    ),
)
