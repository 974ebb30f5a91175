"""Forms that several apps share."""

from django import forms

from common.forms import AskingForm


class Asked(AskingForm):
    name = forms.CharField(label="姓名")
    way = forms.ChoiceField(label="方式", choices=[("a", "走访")])
    why = forms.CharField(label="原因", error_messages={"required": "请写明为什么。"})
    note = forms.CharField(label="备注", required=False)


def test_field_left_empty_asks_for_what_it_is_called_or_in_words_of_its_own():
    form = Asked({"name": "　"})
    assert {name: list(said) for name, said in form.errors.items()} == {
        "name": ["请填姓名。"],
        "way": ["请选方式。"],
        "why": ["请写明为什么。"],
    }


def test_words_of_one_form_do_not_reach_into_others():
    Asked({})

    class Other(forms.Form):
        name = forms.CharField(label="姓名")

    assert list(Other({}).errors["name"]) == [forms.Field.default_error_messages["required"]]
