"""What a studio says of one line of the standard."""

from typing import Any

from django import forms

from common.forms import UploadField
from common.uploads import ATTACHMENTS, CleanFile
from studios.models import EvidenceFile, StudioEvidence


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(UploadField):
    """Several files at once, each looked at; the cleaned value is a list of CleanFile."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=ManyFiles(attrs={"accept": ATTACHMENTS.accept, "multiple": True}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[CleanFile]:
        given = data if isinstance(data, list | tuple) else [data]
        return [file for one in given if (file := super(FilesField, self).clean(one, initial))]


class EvidenceForm(forms.Form):
    met = forms.ChoiceField(
        label="达到没有",
        choices=StudioEvidence.Met.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选一项。"},
    )
    note = forms.CharField(
        label="说明", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="在哪里、有什么、差什么",
    )  # fmt: skip
    files = FilesField(use=ATTACHMENTS, label="加照片或文件", required=False)
    take_away = forms.ModelMultipleChoiceField(
        label="去掉附件", required=False, queryset=EvidenceFile.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, evidence: StudioEvidence | None, **kwargs: Any) -> None:
        initial = {"revision": 0}
        if evidence:
            initial = {"met": evidence.met, "note": evidence.note, "revision": evidence.revision}
        super().__init__(*args, initial=initial, **kwargs)
        if evidence and evidence.files.all():
            self.fields["take_away"].queryset = evidence.files.select_related("file")
        else:
            del self.fields["take_away"]

    def said(self) -> dict[str, Any]:
        """As ``fill_evidence`` takes it."""
        data = self.cleaned_data
        return {
            "met": data["met"],
            "note": data["note"],
            "revision": data["revision"],
            "files": data["files"],
            "take_away": list(data.get("take_away") or []),
        }
