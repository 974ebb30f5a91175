"""The standard on its pages: filled in by a studio's own people, seen by the office."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import AuditEvent
from studios.models import EvidenceFile, Residency, StandardItem, Studio, StudioEvidence
from tests.cast import Cast
from tests.common.files import PDF
from tests.studios.test_my_pages import text
from tests.studios.test_standard import filled, item, paper

MET = {"met": "yes", "note": "二楼东头", "revision": 0}


def mine(studio: Studio, code: str = "has-place") -> str:
    return f"/my/studio/standard/{studio.pk}/{item(code).pk}/"


def sent(*names: str) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(name, PDF + str(n).encode()) for n, name in enumerate(names)]


@pytest.mark.parametrize("who", ["convener", "liaison"])
def test_who_runs_a_studio_fills_in_a_line_with_several_files(cast: Cast, signed_in, files_dir, who: str):
    client = signed_in(getattr(cast, who))
    page = text(client.get("/my/studio/standard/"))
    assert "还没填 17 项" in page
    assert mine(cast.town) in page
    page = text(client.post(mine(cast.town), {**MET, "files": sent("门牌.pdf", "平面图.pdf")}, follow=True))
    assert "已保存“有场地”" in page
    assert "已达到 1 项,还没填 16 项" in page
    assert sorted(one.file.name for one in EvidenceFile.objects.all()) == ["平面图.pdf", "门牌.pdf"]
    page = text(client.get(mine(cast.town)))
    assert "二楼东头" in page
    assert "加上门牌.pdf、加上平面图.pdf" in page


def test_files_are_taken_away(cast: Cast, signed_in, files_dir):
    one = filled(cast, files=[paper("旧照片.pdf")])
    sending = {**MET, "revision": 1, "take_away": [one.files.get().pk]}
    signed_in(cast.convener).post(mine(cast.town), sending)
    assert not EvidenceFile.objects.exists()


def test_wrong_input_says_how_to_mend_it(cast: Cast, signed_in, files_dir):
    client = signed_in(cast.convener)
    assert "请选一项" in text(client.post(mine(cast.town), {"note": "", "revision": 0}))
    bad = SimpleUploadedFile("图.heic", b"not a picture")
    assert "还没有保存" in text(client.post(mine(cast.town), {**MET, "files": [bad]}))
    assert not StudioEvidence.objects.exists()


def test_second_of_two_is_told_and_what_they_typed_stays(cast: Cast, signed_in):
    signed_in(cast.convener).post(mine(cast.town), MET)
    client, typed = signed_in(cast.liaison), {**MET, "met": "no", "note": "还没有门牌"}
    page = text(client.post(mine(cast.town), typed))
    assert "王召刚刚填过这一项(已达到)" in page
    assert "还没有门牌" in page
    assert "现在的说明:二楼东头" in page
    assert 'name="revision" value="1"' in page
    client.post(mine(cast.town), {**typed, "revision": 1})
    assert StudioEvidence.objects.get().met == "no"


def test_other_studios_lines_and_files_are_not_theirs(cast: Cast, signed_in, files_dir):
    there = filled(cast, studio=cast.river, files=[paper()], note="别室的说明").files.get()
    for who in (cast.convener, cast.liaison):
        client = signed_in(who)
        assert client.get(mine(cast.river)).status_code == 404
        assert client.post(mine(cast.river), MET).status_code == 404
        assert client.get(f"/studio-files/{there.pk}/").status_code == 404
        assert "别室的说明" not in text(client.get("/my/studio/standard/"))
    for who in (cast.member, cast.other, cast.stranger, cast.auditor):
        client = signed_in(who)
        assert client.get("/my/studio/standard/").status_code == 404
        assert client.get(f"/studio-files/{there.pk}/").status_code == 404
        assert client.get("/office/studios/standard/").status_code == 404
    answer = signed_in(cast.leader).get(f"/studio-files/{there.pk}/?inline")  # nothing but pictures is shown in place
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == PDF


def test_convener_who_left_opens_no_file_any_more(cast: Cast, signed_in, files_dir):
    own = filled(cast, files=[paper()]).files.get()
    answer = signed_in(cast.convener).get(f"/studio-files/{own.pk}/")
    assert answer.status_code == 200
    b"".join(answer.streaming_content)
    Residency.objects.filter(member=cast.person(cast.convener)).update(until="2026-03-20")
    assert signed_in(cast.convener).get(f"/studio-files/{own.pk}/").status_code == 404


def test_office_sees_each_studio_and_all_and_fills_in_too(cast: Cast, signed_in, files_dir):
    filled(cast, met="partly", note="还差桌椅", files=[paper()])
    client = signed_in(cast.clerk)
    page = text(client.get("/office/studios/standard/"))
    assert "2 个工作室,0 个全部达到;1 个一项也没有填" in page
    assert "△" in page
    page = text(client.get(f"/office/studios/{cast.town.pk}/standard/"))
    assert "还差桌椅" in page
    assert "照片.pdf" in page
    fill = f"/office/studios/{cast.town.pk}/standard/{item().pk}/"
    client.post(fill, {**MET, "revision": 1})
    assert StudioEvidence.objects.get().by == cast.clerk
    assert fill not in text(signed_in(cast.leader).get(f"/office/studios/{cast.town.pk}/standard/"))
    assert signed_in(cast.leader).post(fill, {**MET, "revision": 2}).status_code == 404


def test_line_out_of_use_is_on_no_page(cast: Cast, signed_in):
    filled(cast)
    StandardItem.objects.filter(code="has-place").update(in_use=False)
    client = signed_in(cast.convener)
    assert "有场地" not in text(client.get("/my/studio/standard/"))
    assert client.get(mine(cast.town)).status_code == 404
    StandardItem.objects.update(in_use=False)
    assert "现在没有要求填的建设标准" in text(client.get("/my/studio/standard/"))
    assert "选定标准的内容" in text(signed_in(cast.clerk).get("/office/studios/standard/"))


def test_matrix_goes_out_as_a_workbook_with_an_audit_row(cast: Cast, signed_in):
    filled(cast, note="=1+1")
    client = signed_in(cast.clerk)
    assert client.get("/office/studios/standard/export/").status_code == 405
    book = load_workbook(io.BytesIO(b"".join(client.post("/office/studios/standard/export/").streaming_content)))
    rows = list(book["建设标准"].iter_rows(values_only=True))
    header = next(n for n, row in enumerate(rows) if row[0] == "工作室")
    assert rows[header][1] == "五有 有场地"
    assert (rows[header + 1][:3], rows[header + 1][-1]) == (("城关工作室", "已达到", "未填"), 1)
    assert any("=1+1" in row for row in book["说明和附件"].iter_rows(values_only=True))
    assert AuditEvent.objects.get(action="exported").detail == {"rows": 2}
    assert signed_in(cast.leader).post("/office/studios/standard/export/").status_code == 404


def test_record_of_ones_own_studio(cast: Cast, signed_in):
    Studio.objects.filter(pk=cast.town.pk).update(host="城关镇政府")
    Studio.objects.filter(pk=cast.river.pk).update(host="别室的依托单位")
    page = text(signed_in(cast.liaison).get("/my/studio/facts/"))
    assert "城关镇政府" in page
    assert "韩梅" in page
    assert "别室的依托单位" not in page
    assert "李强" not in page
    assert "13900000001" not in page
    page = text(signed_in(cast.member).get("/my/studio/facts/"))  # who only sits there has no standard to fill in
    assert "城关镇政府" in page
    assert "逐项填写" not in page
    assert "我的工作室" in text(signed_in(cast.member).get("/my/me/"))
    page = text(signed_in(cast.other).get("/my/studio/facts/"))
    assert "别室的依托单位" in page
    assert "城关镇政府" not in page
    assert signed_in(cast.clerk).get("/my/studio/facts/").status_code == 404


def test_pages_ask_the_same_queries_for_one_row_and_three(cast: Cast, signed_in, files_dir):
    clerk, convener = signed_in(cast.clerk), signed_in(cast.convener)
    office = ["/office/studios/standard/", f"/office/studios/{cast.town.pk}/standard/"]
    pages = [(clerk, page) for page in office]
    pages += [(convener, page) for page in ("/my/studio/standard/", "/my/studio/facts/", mine(cast.town))]

    def asked() -> list[int]:
        counts = []
        for client, page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            counts.append(len(queries))
        return counts

    filled(cast, files=[paper()])
    one = asked()
    for n, code in enumerate(("has-sign", "has-rules"), start=3):
        filled(cast, item=item(code), files=[paper(more=b" " * n), paper(more=b" " * 2 * n)])
        room = Studio.objects.create(number=n, name=f"第{n}工作室")
        filled(cast, studio=room, files=[paper(more=b"x" * n)])
        cast.town.honours.create(year=2000 + n, title="先进")
        room.residencies.create(member=cast.person(cast.convener), part="convener")
    filled(cast, met="no", revision=1, files=[paper(more=b"y")])
    assert asked() == one
