"""The office keeps a studio's record: opens, corrects, closes it, writes down its honours."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.requests import needs
from common.forms import has_seen
from studios import queries
from studios.forms import CloseForm, HonourForm, ReopenForm, StudioForm, initial_of_studio
from studios.models import Studio
from studios.services import (
    StudioRefused,
    StudioStale,
    add_honour,
    change_studio,
    close_studio,
    open_studio,
    remove_honour,
    reopen_studio,
)
from studios.views.office import SEE

EDIT = "studios.change_studio"


def studio_of(request: HttpRequest, pk: int) -> Studio:
    return get_object_or_404(queries.records(Studio.objects.visible_to(request.user)), pk=pk)


@needs(SEE, EDIT, act="新增工作室")
def new(request: HttpRequest) -> HttpResponse:
    form = StudioForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = open_studio(entry=form.entry(), by=request.user, now=timezone.now())
        except StudioRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已登记{made}。接着把委员编进来。")
            return redirect("studios:office_studio", made.pk)
    return render(request, "studios/office_studio_form.html", {"form": form})


@needs(SEE, EDIT, act="修改工作室")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    studio = studio_of(request, pk)
    posted = request.POST if request.method == "POST" else None
    form = StudioForm(posted, initial=initial_of_studio(studio), studio=studio)
    stored = None
    if request.method == "POST" and form.is_valid():
        revision = form.cleaned_data["revision"] or 0
        try:
            changes = change_studio(
                studio=studio, entry=form.entry(), revision=revision, by=request.user, now=timezone.now()
            )
        except StudioRefused as error:
            form.add_error(None, str(error))
            if isinstance(error, StudioStale):
                stored = error.stored
                has_seen(form, revision=stored.revision)
        else:
            messages.success(request, f"已修改:{'、'.join(changes)}。" if changes else "没有改动。")
            return redirect("studios:office_studio", pk)
    return render(request, "studios/office_studio_form.html", {"form": form, "studio": studio, "stored": stored})


@needs(SEE, EDIT, act="撤销工作室")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first, for it sends everybody in it away."""
    studio, now = studio_of(request, pk), timezone.now()
    form = CloseForm(request.POST if request.method == "POST" else None, initial={"on": timezone.localdate(now)})
    if request.method == "POST" and form.is_valid():
        try:
            close_studio(studio=studio, **form.cleaned_data, by=request.user, now=now)
        except StudioRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已撤销{studio}。")
            return redirect("studios:office_studio", pk)
    context = {"form": form, "studio": studio, "people": queries.room_people(studio), "closing": True}
    return render(request, "studios/office_studio_close.html", context)


@needs(SEE, EDIT, act="恢复工作室")
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    studio = studio_of(request, pk)
    form = ReopenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reopen_studio(studio=studio, why=form.cleaned_data["why"], by=request.user, now=timezone.now())
        messages.success(request, f"{studio}已恢复使用,请重新编入人员。")
        return redirect("studios:office_studio", pk)
    return render(request, "studios/office_studio_close.html", {"form": form, "studio": studio})


@needs(SEE, EDIT, act="登记工作室荣誉")
def honour_new(request: HttpRequest, pk: int) -> HttpResponse:
    studio, now = studio_of(request, pk), timezone.now()
    form = HonourForm(
        request.POST if request.method == "POST" else None, initial={"year": timezone.localdate(now).year}
    )
    if request.method == "POST" and form.is_valid():
        try:
            honour = add_honour(studio=studio, **form.cleaned_data, by=request.user, now=now)
        except StudioRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已登记{honour}。")
            return redirect("studios:office_studio", pk)
    return render(request, "studios/office_honour.html", {"form": form, "studio": studio})


@needs(SEE, EDIT, act="删去工作室荣誉")
def honour_remove(request: HttpRequest, pk: int, honour: int) -> HttpResponse:
    studio = studio_of(request, pk)
    shown = studio.honours.select_related("studio").filter(pk=honour).first()
    if shown is None:
        messages.info(request, "这里没有这项荣誉,或者已经删去了。")
        return redirect("studios:office_studio", pk)
    if request.method == "POST":
        remove_honour(honour=shown, by=request.user, now=timezone.now())
        messages.success(request, f"已删去{shown}。")
        return redirect("studios:office_studio", pk)
    return render(request, "studios/office_honour.html", {"honour": shown, "studio": studio})
