"""The import desk: upload, preview, confirm, report. Higher apps make one for each kind of workbook they take."""

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import ImportFile, User
from accounts.requests import needs
from accounts.services import confirm_import, preview_import
from common.excel import NoTable, UnreadableWorkbook
from common.imports import ImportReport, Mode


class UploadForm(forms.Form):
    """The file; a desk's own form adds what else it must know, and its cleaned data are the run's options."""

    file = forms.FileField(
        label="Excel 文件",
        help_text="支持 .xlsx、.xls、.csv,不超过10MB",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
        error_messages={"required": "请先选择要导入的文件。", "empty": "文件是空的,请重新选择文件。"},
    )


@dataclass(frozen=True)
class ImportDesk:
    """One kind of workbook.

    ``run`` takes the file's bytes and name, the options of ``form``, who, when and how much to save. ``modes`` says
    what may be confirmed: ALL refuses a file with errors, GOOD takes its good rows. ``label`` is what its
    rows are about; ``absent`` says of how many the file is silent, and what does not happen to them.
    """

    kind: str
    namespace: str
    permission: str
    title: str
    what: str
    back: str
    hints: tuple[str, ...]
    run: Callable[[bytes, str, dict[str, Any], User, dt.datetime, Mode], ImportReport]
    template_name: str
    write_template: Callable[[IO[bytes]], None]
    form: type[UploadForm] = UploadForm
    modes: tuple[Mode, ...] = (Mode.ALL, Mode.GOOD)
    label: str = "姓名"
    absent: str = "本届有、文件里没有的{n}人(不会自动离任)"

    def urls(self, prefix: str) -> list[URLPattern]:
        """``<kind>_import``, ``<kind>_template`` and ``<kind>_preview`` under ``prefix``."""
        guard = needs(self.permission, act=self.title)
        return [
            path(prefix, guard(self.upload), name=f"{self.kind}_import"),
            path(f"{prefix}template.xlsx", guard(require_safe(self.template)), name=f"{self.kind}_template"),
            path(f"{prefix}<int:pk>/", guard(self.preview), name=f"{self.kind}_preview"),
        ]

    def upload(self, request: HttpRequest) -> HttpResponse:
        form = self.form(*(request.POST, request.FILES) if request.method == "POST" else ())
        if request.method == "POST" and form.is_valid():
            options = dict(form.cleaned_data)
            file = options.pop("file")
            try:
                upload = preview_import(
                    kind=self.kind,
                    name=file.name,
                    content=file.read(),
                    options=options,
                    run=self._bound(file.name, options, request),
                    by=request.user,
                    now=timezone.now(),
                )
            except (UnreadableWorkbook, NoTable) as error:
                form.add_error("file", str(error))
            else:
                return redirect(f"{self.namespace}:{self.kind}_preview", upload.pk)
        return self._page(request, "accounts/import_upload.html", form=form)

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        upload = get_object_or_404(ImportFile.objects.mine(request.user, self.kind), pk=pk)
        if request.method == "POST":
            asked = request.POST.get("mode") == Mode.GOOD and Mode.GOOD in self.modes
            mode = Mode.GOOD if asked else self.modes[0]
            run = self._bound(upload.name, upload.options, request)
            done = confirm_import(upload, mode=mode, run=run, now=timezone.now())
            if upload.used_at:
                messages.info(request, "这个文件已经导入过,没有再导入。")
            elif not done.used_at:
                mend = ",或选择只导入没有错误的行" if Mode.GOOD in self.modes else ""
                messages.error(request, f"文件里还有错误,一行也没有导入。请改正后重新上传{mend}。")
            return redirect(request.path)
        return self._page(request, "accounts/import_preview.html", upload=upload, report=upload.report)

    def template(self, request: HttpRequest) -> FileResponse:
        target = io.BytesIO()
        self.write_template(target)
        target.seek(0)
        return FileResponse(target, as_attachment=True, filename=self.template_name)

    def _bound(self, name: str, options: dict[str, Any], request: HttpRequest) -> Callable[[bytes, Mode], ImportReport]:
        now = timezone.now()
        return lambda content, mode: self.run(content, name, options, request.user, now, mode)

    def _page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        names = {
            "upload_url": f"{self.namespace}:{self.kind}_import",
            "template_url": f"{self.namespace}:{self.kind}_template",
            "back_url": self.back,
        }
        modes = {"all_mode": Mode.ALL in self.modes, "good_mode": Mode.GOOD in self.modes}
        upload = context.get("upload")
        absent = self.absent.format(n=len(upload.report["absent"])) if upload else ""
        return render(request, template, {"desk": self, "absent": absent, **modes, **names, **context})
