"""What views of members share."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from accounts.requests import address_of
from members.forms import PersonForm
from members.models import Constituent
from members.queries import member_of
from members.services import Nameless, PhoneKnown, correct_constituent

View = Callable[..., HttpResponse]


def member_page(view: View) -> View:
    """Show the page to who is a member, whom the view gets as ``member``; to others it does not exist (404)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        member = member_of(request.user)
        if member is None:
            raise Http404
        return view(request, *args, member=member, **kwargs)

    return guarded


def corrected(request: HttpRequest, form: PersonForm, person: Constituent) -> bool:
    """Whether what a valid form says was saved; if not, the form tells why."""
    try:
        changed = correct_constituent(
            constituent=person,
            **form.cleaned_data,
            by=request.user,
            now=timezone.now(),
            address=address_of(request),
        )
    except PhoneKnown as error:
        form.add_error("phone", str(error))
    except Nameless as error:
        form.add_error(None, str(error))
    except ValidationError as error:
        form.add_error(None, error)
    else:
        messages.success(request, f"已保存:{'、'.join(changed)}。" if changed else "没有改动。")
        return True
    return False
