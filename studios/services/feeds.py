"""The secret address of a person's own duty calendar."""

import datetime as dt
import secrets

from django.db import IntegrityError, transaction

from accounts.models import User
from studios.models import DutyFeed


@transaction.atomic
def renew_feed(*, by: User, now: dt.datetime) -> DutyFeed:
    """A new address, which makes the earlier one worthless. Of two at once the later one stands."""
    token = secrets.token_urlsafe(32)
    held = DutyFeed.objects.select_for_update().of_user(by).first()
    if held is None:
        try:
            with transaction.atomic():
                return DutyFeed.objects.create(user=by, token=token, made_at=now)
        except IntegrityError:
            held = DutyFeed.objects.select_for_update().get(user=by)
    held.token, held.made_at = token, now
    held.save(update_fields=["token", "made_at"])
    return held
