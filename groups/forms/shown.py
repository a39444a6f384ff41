"""When a page was shown, so that saving it never goes over what was said since."""

import datetime as dt
from typing import Any

from django import forms

from peersupport import clock


class ShownForm(forms.Form):
    """Carries the moment at which its answers were read. Without it (a script) it counts as now."""

    shown = forms.CharField(max_length=40, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shown"].initial = clock.now().isoformat()

    def clean_shown(self) -> dt.datetime:
        try:
            moment = dt.datetime.fromisoformat(self.cleaned_data["shown"])
        except ValueError:
            return clock.now()
        return moment if moment.tzinfo else clock.now()
