"""The house pack: what every form looks like to eyes, ears and a keyboard (safety.md 23, 24)."""

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Submit
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template.loader import render_to_string

from peersupport.views.parts import context
from tests.pages import Page


class Sample(forms.Form):
    called = forms.CharField(
        label="What shall we call you?",
        help_text="Any name.",
        error_messages={"required": "Tell us what to call you."},
    )
    phone = forms.CharField(label="Phone", required=False, initial="07700 900123")
    way = forms.ChoiceField(
        label="Which way?",
        help_text="Choose one.",
        choices=[("text", "Text"), ("call", "Call")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a way."},
    )
    times = forms.MultipleChoiceField(
        label="When?",
        choices=[("am", "Mornings"), ("pm", "Evenings")],
        widget=forms.CheckboxSelectMultiple,
    )
    on = forms.SplitDateTimeField(label="On", widget=forms.SplitDateTimeWidget)
    day = forms.DateField(label="Day", widget=forms.SelectDateWidget)
    keep = forms.BooleanField(label="You may keep this", help_text="28 days.")
    once = forms.CharField(widget=forms.HiddenInput, required=False)


def rendered(data: dict | None = None, layout: Layout | None = None, **choices) -> Page:
    helper = FormHelper()
    helper.layout = layout
    for name, value in choices.items():
        setattr(helper, name, value)
    return Page(render_crispy_form(Sample(data), helper))


def test_one_summary_leads_to_each_field():
    page = rendered({"phone": "07700 900123"})
    (summary,) = [attrs for attrs in page.all("div") if attrs.get("class") == "error-summary"]
    assert (summary["role"], summary["tabindex"]) == ("alert", "-1")
    assert "There is a problem" in page.html
    links = [attrs["href"][1:] for attrs in page.all("a")]
    assert links == [
        "id_called",
        "id_way_0",
        "id_times_0",
        "id_on_0",
        "id_day_day",
        "id_keep",
    ]
    fields = {attrs.get("id") for name, attrs in page.tags if name in ("input", "select")}
    assert set(links) <= fields


def test_the_same_words_stand_at_the_field_and_what_was_typed_is_kept():
    page = rendered({"phone": "07700 900123", "way": ""})
    assert page.html.count("Tell us what to call you.") == 2
    assert page.html.count("Choose a way.") == 2
    assert page.all("input", id="id_phone")[0]["value"] == "07700 900123"


@pytest.mark.parametrize("data", [None, {}, {"called": "Ada", "keep": "on"}])
def test_every_description_leads_somewhere(data):
    page = rendered(data)
    described = [
        attrs["aria-describedby"] for _, attrs in page.tags if attrs.get("aria-describedby")
    ]
    assert described
    for names in described:
        assert set(names.split()) <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_the_hint_and_the_error_stand_before_what_they_are_about():
    html = rendered({}).html
    for field in ("called", "keep"):
        hint, error = html.index(f'id="id_{field}_helptext"'), html.index(f'id="id_{field}_error"')
        assert hint < error < html.index(f'id="id_{field}"')
    assert html.index('id="id_way_helptext"') < html.index('id="id_way_0"')


def test_choices_have_a_legend_and_each_its_own_label():
    page = rendered()
    assert page.all("fieldset")[0]["aria-describedby"] == "id_way_helptext"
    assert len(page.all("legend")) == len(page.all("fieldset")) == 4
    labels = {attrs["for"] for attrs in page.all("label")}
    assert {"id_way_0", "id_way_1", "id_times_0", "id_times_1", "id_keep"} <= labels


def test_optional_is_said_in_words_unless_the_page_says_it_once():
    assert rendered().html.count("(optional)") == 1
    assert "(optional)" not in rendered(mark_optional=False).html


@pytest.mark.parametrize(("field", "tag"), [("called", "label"), ("way", "legend")])
def test_a_question_can_be_the_heading_of_its_page(field, tag):
    page = rendered(question=field)
    assert len(page.all("h1")) == 1
    inside = "<h1" if tag == "label" else "<legend><h1"
    assert inside in page.html


def test_a_second_form_on_a_page_can_go_without_a_summary():
    assert "There is a problem" not in rendered({}, error_summary=False).html


def test_layouts_buttons_and_hidden_fields_are_drawn():
    layout = Layout(Fieldset("How to reach you", "phone"), "once", Submit("save", "Save it"))
    page = rendered(None, layout)
    assert "<legend>How to reach you</legend>" in page.html
    assert page.all("input", type="hidden", name="once")
    assert page.all("button", type="submit")[0]["class"] == "btn btn-primary"
    assert "novalidate" in page.all("form")[0]


def test_a_mistake_on_no_field_is_in_the_summary():
    form = Sample({})
    form.add_error(None, "This group is full just now.")
    html = render_to_string("house/error_summary.html", {"form": form})
    assert "<li>This group is full just now.</li>" in html


def test_what_she_typed_is_never_markup():
    page = rendered({"called": '"><script>alert(1)</script>'})
    assert not page.all("script")


def test_the_title_says_that_there_is_an_error():
    assert "<title>Error: Welcome</title>" in render_to_string("base.html", {"form": Sample({})})
    assert "<title>Welcome</title>" in render_to_string("base.html", {"form": Sample()})


def test_the_living_page_shows_its_parts(rf):
    html = render_to_string("parts/parts.html", context(rf.get("/parts/")))
    assert "Error: " in html
    assert html.count('class="state"') == 4
