"""Whom a member keeps contact with, as the office sets it, and as the member reads it on the phone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import needs, record_refusal
from common.requests import form_page
from members import queries, rules
from members.forms import MemberTieForm
from members.models import Constituent, Member, Tie
from members.requests import end_tie, member_page, tied

SEE, EDIT = "members.see_all_members", "members.edit_members"


@needs(SEE)
@form_page
def ties(request: HttpRequest, pk: int) -> HttpResponse:
    """A member's village, members and constituents, and who keeps contact with them; a form for who may set it."""
    now = timezone.now()
    member = get_object_or_404(Member.objects.visible_to(request.user), pk=pk)
    may_edit = rules.can_edit_members(request.user)
    if request.method == "POST" and not may_edit:
        record_refusal(request, "登记委员的联系")
        raise Http404
    form = _form(request)
    if request.method == "POST" and form.is_valid() and tied(request, form, member, now, whose=str(member)):
        return redirect("members:ties", pk)
    context = {
        "member": member,
        "ties": queries.ties_of(member),
        "tied_by": queries.ties_to(member),
        "form": form if may_edit else None,
        "sees_people": rules.can_see_people(request.user),
        "may_edit": may_edit,
        "may_edit_people": rules.can_see_people(request.user) and rules.can_edit_people(request.user),
    }
    return render(request, "members/office_ties.html", context)


def _form(request: HttpRequest) -> MemberTieForm:
    """Constituents only for who sees and edits them."""
    may = rules.can_see_people(request.user) and rules.can_edit_people(request.user)
    people = Constituent.objects.visible_to(request.user).known()
    return MemberTieForm(request.POST if request.method == "POST" else None, people=people if may else people.none())


@needs(SEE, EDIT, act="结束委员的联系")
@require_POST
def untie(request: HttpRequest, pk: int, tie: int) -> HttpResponse:
    member = get_object_or_404(Member.objects.visible_to(request.user), pk=pk)
    held = get_object_or_404(Tie.objects.of_member(member).with_ends(), pk=tie)
    if held.constituent and not rules.can_edit_people(request.user):
        raise Http404
    end_tie(request, held, f"已结束{member}的这一项联系。")
    return redirect("members:ties", pk)


@member_page
@require_safe
def mine(request: HttpRequest, member: Member) -> HttpResponse:
    """The villages and members one keeps contact with, and who keeps contact with oneself."""
    context = {"ties": queries.own_ties(request.user), "tied_by": queries.ties_to(member)}
    return render(request, "members/my_ties.html", context)
