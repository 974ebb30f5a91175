"""Base data: what is said after a press."""

import re

from members.models import Area
from tests.cast import Cast


def said(response) -> str:
    messages = re.search(r'<ul class="messagelist">(.*?)</ul>', response.content.decode(), re.DOTALL)[1]
    return re.sub(r"\s+", "", messages)


def test_added_and_changed_are_said_plainly_and_what_was_typed_is_escaped(cast: Cast, signed_in):
    client = signed_in(cast.clerk)
    row = {"name": "<i>河西</i>", "position": "9"}
    added = said(client.post("/admin/members/area/add/", row | {"_continue": "1"}, follow=True))
    assert "已添加片区" in added
    assert "&lt;i&gt;河西&lt;/i&gt;</a>”。您可以在下面" in added
    area = Area.objects.get(name=row["name"])
    changed = said(client.post(f"/admin/members/area/{area.pk}/change/", row | {"name": "河西镇"}, follow=True))
    assert "已修改片区" in changed
    assert "成功" not in added + changed
