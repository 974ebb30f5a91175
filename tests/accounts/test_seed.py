import pytest
from django.contrib.auth.models import Group

from accounts import roles
from accounts.models import Office, SeededGrant
from accounts.seed import grant
from liaison.apps import seed_all


def test_seed_makes_every_role_once(db):
    seed_all(using="default")
    assert list(Group.objects.order_by("pk").values_list("name", flat=True)) == [role.name for role in roles.ROLES]


def test_seed_leaves_what_the_office_changed(db):
    group = Group.objects.get(name=roles.LEADER.name)
    taken = group.permissions.get(codename="see_all_members")
    group.permissions.remove(taken)
    Office.objects.update(name="政协某县委员会")
    seed_all(using="default")
    assert taken not in group.permissions.all()
    assert Office.objects.get().name == "政协某县委员会"


def test_seed_gives_rights_that_a_new_version_brings(db):
    group = Group.objects.get(name=roles.LEADER.name)
    new = group.permissions.get(codename="see_all_members")
    group.permissions.remove(new)
    SeededGrant.objects.filter(role=roles.LEADER.code, permission="members.see_all_members").delete()
    seed_all(using="default")
    assert new in group.permissions.all()


def test_right_that_there_is_not_is_not_remembered_as_given(db):
    with pytest.raises(KeyError):
        grant([roles.LEADER], ["members.fly"])
    assert not SeededGrant.objects.filter(permission="members.fly").exists()
