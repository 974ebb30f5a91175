"""Filters of the lists that join apps."""

from django import forms

from common.forms import FilterForm
from members.models import Area, Sector
from studios.models import Studio


class AccountFilters(FilterForm):
    account = forms.ChoiceField(
        label="账号",
        required=False,
        choices=[("", "还没有开通"), ("unused", "已开通,没登录过"), ("used", "登录过"), ("all", "全部")],
    )
    q = forms.CharField(label="查找", required=False, widget=forms.TextInput(attrs={"placeholder": "姓名、拼音、单位"}))
    studio = forms.ModelChoiceField(
        label="工作室", required=False, queryset=Studio.objects.standing().order_by("number"), empty_label="全部"
    )
    sector = forms.ModelChoiceField(label="界别", required=False, queryset=Sector.objects.all(), empty_label="全部")
    area = forms.ModelChoiceField(label="片区", required=False, queryset=Area.objects.all(), empty_label="全部")
