"""The form of one visit; it checks what was typed and never saves."""

import datetime as dt
from typing import Any

from django import forms

from common.forms import DayInput, UploadField, UploadsField
from common.text import lines, one_line
from common.uploads import PICTURES
from members.models import Constituent, Member
from studios import queries
from studios.models import DutyShift, Purpose, Studio, VisitLog, VisitPhoto
from studios.models.visits import Author
from studios.services import MOST_PHOTOS, PhotoEntry

AT_HAND = 8  # constituents offered before the rest is folded away


class PeopleField(forms.ModelMultipleChoiceField):
    """Constituents by name and village; their numbers are on no form."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Constituent) -> str:
        return f"{obj.name} {obj.village.name}" if obj.village else obj.name


class VisitForm(forms.Form):
    """One visit. ``revision`` is that of the row the form was loaded from, ``client_id`` the form's own name."""

    occurred_on = forms.DateField(
        label="日期",
        widget=DayInput(),
        error_messages={"required": "请选走访的日期。", "invalid": "这不是一个日期,请写成 2026-03-05 这样。"},
    )
    way = forms.ChoiceField(
        label="方式",
        choices=VisitLog.Way.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选一种走访方式。"},
    )
    constituents = PeopleField(label="见了哪几位", required=False, queryset=Constituent.objects.none())
    headcount = forms.IntegerField(
        label="人次",
        min_value=1,
        max_value=10_000,
        help_text="一共见了多少人",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "请填见了多少人。",
            "invalid": "人次请填一个整数。",
            "min_value": "至少1人次。",
            "max_value": "人次请填1到10000之间的数。",
        },
    )
    people = forms.CharField(
        label="走访对象", required=False, max_length=60, help_text="写称呼即可,如“城关镇村民”,不必写全名和电话"
    )
    place = forms.CharField(label="地点", required=False, max_length=60)
    studio = forms.ModelChoiceField(
        label="记在哪个工作室",
        required=False,
        queryset=Studio.objects.none(),
        widget=forms.RadioSelect,
        empty_label="不记在工作室",
        blank=True,
    )
    purposes = forms.ModelMultipleChoiceField(
        label="目的", required=False, queryset=Purpose.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    companions = forms.ModelMultipleChoiceField(
        label="同行委员", required=False, queryset=Member.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(label="其他同行人", required=False, max_length=60, help_text="如“镇司法所王主任”")
    summary = forms.CharField(
        label="情况记录", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    photos = UploadsField(label="照片", required=False, use=PICTURES, most=MOST_PHOTOS)
    page_photo = UploadField(label="纸质日志的照片", required=False, use=PICTURES)
    dropped = forms.ModelMultipleChoiceField(
        label="删去原来的照片",
        required=False,
        queryset=VisitPhoto.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    shift = forms.ModelChoiceField(required=False, queryset=DutyShift.objects.none(), widget=forms.HiddenInput)
    find = forms.CharField(label="按姓名或村找", required=False, max_length=20)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    client_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        author: Author,
        held: VisitLog | None,
        proxy: bool,
        today: dt.date,
        within: list[Studio] | None = None,
        **kwargs: Any,
    ) -> None:
        """``held`` is the visit as it stands: what it holds is offered even where its author has left it.

        ``within``: the only studios it may be put in, by who writes for others.
        """
        super().__init__(*args, **kwargs)
        studios = queries.studios_to_choose(author, held.studio_id if held else None)
        if within is not None:
            studios = studios.filter(pk__in=[studio.pk for studio in within])
            self.fields["studio"].required, self.fields["studio"].empty_label = True, None
        self.fields["studio"].queryset = studios
        self.fields["companions"].queryset = queries.colleagues_of(author, held)
        self.fields["constituents"].queryset = queries.constituents_to_choose(author, held)
        self.fields["shift"].queryset = queries.shifts_to_choose(author, held)
        photos = held.photos.all() if held else VisitPhoto.objects.none()
        self.fields["dropped"].queryset = photos
        unneeded = {
            "studio": not studios,
            "companions": not self.fields["companions"].queryset.exists(),
            "page_photo": not proxy,
            "dropped": not photos,
        }
        for name in (name for name, missing in unneeded.items() if missing):
            del self.fields[name]
        self.fields["occurred_on"].widget.attrs["max"] = f"{today:%Y-%m-%d}"

    def clean_people(self) -> str:
        return one_line(self.cleaned_data["people"])

    def clean_place(self) -> str:
        return one_line(self.cleaned_data["place"])

    def clean_others(self) -> str:
        return one_line(self.cleaned_data["others"])

    def clean_summary(self) -> str:
        return lines(self.cleaned_data["summary"])

    def fields_of_entry(self) -> dict[str, Any]:
        """What the form says of the entry by itself."""
        data = self.cleaned_data
        page = data.get("page_photo")
        photos = [PhotoEntry(file) for file in data["photos"]]
        if page:
            photos.append(PhotoEntry(page, VisitPhoto.Kind.PAGE))
        plain = ("occurred_on", "way", "people", "place", "summary", "others", "shift")
        return {name: data[name] for name in plain} | {
            "studio": data.get("studio"),
            "purposes": tuple(data["purposes"]),
            "companions": tuple(data.get("companions") or ()),
            "constituents": tuple(data["constituents"]),
            "photos": tuple(photos),
            "dropped": frozenset(photo.pk for photo in data.get("dropped") or ()),
        }

    def at_hand(self) -> list[Any]:
        """The constituents' boxes that stand open: the chosen, what is looked for, the most recently seen."""
        return self._boxes()[0]

    def folded(self) -> list[Any]:
        return self._boxes()[1]

    def _boxes(self) -> tuple[list[Any], list[Any]]:
        boxes = list(self["constituents"])
        if len(boxes) <= AT_HAND + 2:
            return boxes, []
        sought = one_line(str(self["find"].value() or ""))
        shown, hidden = [], []
        for place, box in enumerate(boxes):
            near = sought in str(box.choice_label) if sought else place < AT_HAND
            (shown if near or box.data["selected"] else hidden).append(box)
        return shown, hidden


def initial_of(visit: VisitLog) -> dict[str, Any]:
    """What a form for this visit begins with. Three queries."""
    plain = ("occurred_on", "way", "headcount", "people", "place", "summary", "others", "revision")
    return {name: getattr(visit, name) for name in plain} | {
        "studio": visit.studio_id,
        "shift": visit.shift_id,
        "purposes": [purpose.pk for purpose in visit.purposes.all()],
        "companions": [member.pk for member in visit.companions.all()],
        "constituents": [one.pk for one in visit.constituents.all()],
    }


def initial_of_new(
    author: Author, today: dt.date, shift: DutyShift | None = None, within: list[Studio] | None = None
) -> dict[str, Any]:
    """What an empty form begins with: a shift's day, place and studio; or today, the last place, the only studio."""
    if shift:
        return {
            "occurred_on": min(shift.day, today),
            "way": VisitLog.Way.RECEPTION,
            "headcount": 1,
            "place": shift.place or shift.studio.address[:60],
            "studio": shift.studio_id,
            "shift": shift.pk,
        }
    studios = [one for one in queries.own_studios(author) if within is None or one in within]
    return {
        "occurred_on": today,
        "headcount": 1,
        "place": queries.last_place(author),
        "studio": studios[0].pk if len(studios) == 1 or (within and studios) else None,
    }


class WithdrawForm(forms.Form):
    why = forms.CharField(
        label="为什么撤回",
        max_length=200,
        help_text="如:日期记错了,另记一笔",
        error_messages={"required": "请写明为什么撤回。"},
    )


class ReturnForm(forms.Form):
    why = forms.CharField(
        label="为什么退回",
        max_length=200,
        help_text="会原样告诉本人,请写清要补什么、改什么",
        error_messages={"required": "请写明为什么退回。"},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)
