"""Members' accounts: opened for one or for all, and let in again."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from accounts.models import User
from accounts.services import IssuedKey, KeyRefused, issue_keys, open_account
from members import rules
from members.models import Member


@dataclass
class HandedOut:
    """Slips for members, in the order asked for; ``without`` are those who get none, and why, in Chinese."""

    slips: list[tuple[Member, IssuedKey]] = field(default_factory=list)
    without: list[tuple[Member, str]] = field(default_factory=list)


@transaction.atomic
def hand_out_keys(*, members: Iterable[Member], by: User, now: dt.datetime, address: str = "") -> HandedOut:
    """A slip for each member: their account is opened where there is none, and a new key makes the earlier one void.

    A mobile that one member alone has is their way to sign in, also when it has changed since; the others get a user
    name. Who has an account of the same name and phone already, as a handler of a unit perhaps, keeps that one and
    its password. Locks the members; about ten queries each.
    """
    asked = [member.pk for member in members]
    held = Member.objects.select_for_update(of=("self",)).select_related("user").in_bulk(asked)
    ordered = [held[pk] for pk in asked]
    numbers = _Numbers(ordered)
    done = HandedOut()
    for member in ordered:
        if member.user is None:
            _give_account(member, numbers, done, by=by, now=now)
    linked = {member.pk for member, _ in done.without}
    owners = {member.user.pk: member for member in ordered if member.user and member.pk not in linked}
    users = [member.user for member in owners.values() if member.user]
    vouched = set(owners) if rules.can_edit_members(by) else set()
    issued = issue_keys(users=users, by=by, now=now, vouched=vouched, address=address)
    keys = {key.user.pk: key for key in issued.keys}
    for pk, member in owners.items():
        if pk in keys:
            numbers.follow(member, keys[pk].user)
            done.slips.append((member, keys[pk]))
        else:
            done.without.append((member, issued.refused[pk]))
    return done


def let_in(*, member: Member, by: User, now: dt.datetime, address: str = "") -> IssuedKey:
    """A new key for one member, the account opened where there is none. Raises KeyRefused."""
    done = hand_out_keys(members=[member], by=by, now=now, address=address)
    if not done.slips:
        raise KeyRefused(f"{done.without[0][1]}。")
    return done.slips[0][1]


def _give_account(member: Member, numbers: "_Numbers", done: HandedOut, *, by: User, now: dt.datetime) -> None:
    member.user = numbers.account_of(member)
    if member.user:
        done.without.append((member, "同名同号已有账号,已与委员身份连上,仍用原来的密码"))
    else:
        username = f"{member.pinyin[:30] or 'wy'}{member.pk}"
        member.user = open_account(
            name=member.name, username=username, phone=numbers.own_mobile(member), by=by, now=now
        )
    member.save(update_fields=["user"])


class _Numbers:
    """Whose phone is whose: among members, and among accounts. Three queries."""

    def __init__(self, members: Iterable[Member]) -> None:
        phones = {member.phone for member in members if is_mobile(member.phone)}
        self.holders = Counter(Member.objects.filter(phone__in=phones).values_list("phone", flat=True))
        self.accounts = {user.phone: user for user in User.objects.filter(phone__in=phones)}
        self.linked = set(Member.objects.filter(user__phone__in=phones).values_list("user_id", flat=True))

    def account_of(self, member: Member) -> User | None:
        """An account that is this person's by name and phone, and no other member's."""
        user: User | None = self.accounts.get(member.phone)
        if user is None or user.name != member.name or not user.is_active or user.pk in self.linked:
            return None
        self.linked.add(user.pk)
        return user

    def own_mobile(self, member: Member) -> str | None:
        """The member's mobile, if nobody else has it."""
        return member.phone if self.holders[member.phone] == 1 and member.phone not in self.accounts else None

    def follow(self, member: Member, user: User) -> None:
        """Let the account sign in by the number that the roster has now."""
        mobile = self.own_mobile(member)
        if mobile and user.phone != mobile:
            User.objects.filter(pk=user.pk).update(phone=mobile)
            user.phone = mobile


def is_mobile(phone: str) -> bool:
    return bool(re.fullmatch(r"1[3-9][0-9]{9}", phone))
