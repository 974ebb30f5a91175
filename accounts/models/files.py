from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from accounts.models.users import User


class StoredFile(models.Model):
    """A file kept outside the web root. It has no address: whoever links it shows it, after loading what is theirs.

    The row is written after the file and removed before it: a row never lacks its file. What nothing links any more
    is swept away a day later.
    """

    class Kind(models.TextChoices):
        PICTURE = "jpg", "图片"
        PDF = "pdf", "PDF"
        DOCX = "docx", "Word 文档"
        XLSX = "xlsx", "Excel 工作簿"

    path = models.CharField("存放位置", max_length=60, unique=True)
    name = models.CharField("文件名", max_length=100)
    kind = models.CharField("类型", max_length=4, choices=Kind)
    size = models.PositiveIntegerField("大小(字节)")
    sha256 = models.CharField("校验值", max_length=64)
    by: "models.ForeignKey[User | None, User | None]" = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="上传人", related_name="+"
    )
    at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = "上传文件"
        verbose_name_plural = "上传文件"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["jpg", "pdf", "docx", "xlsx"]), name="file_kind_known"),
            models.CheckConstraint(condition=Q(size__gt=0), name="file_has_content"),
        ]

    def __str__(self) -> str:
        return self.name
