from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from accounts.models.users import User


class ImportFileQuerySet(models.QuerySet["ImportFile"]):
    def mine(self, user: "User", kind: str) -> "ImportFileQuerySet":
        """Files of one kind that this user uploaded; nobody else sees them."""
        return self.filter(uploaded_by=user, kind=kind)


class ImportFile(models.Model):
    """An uploaded workbook between its preview and its confirmation, with the report once it was imported.

    ``used_at`` is set by compare-and-set: a confirmation pressed twice imports once.
    """

    kind = models.CharField("种类", max_length=20)
    name = models.CharField("文件名", max_length=200)
    content = models.BinaryField("内容")
    options = models.JSONField("选项", default=dict)
    report = models.JSONField("结果", null=True, blank=True)
    uploaded_by = models.ForeignKey("accounts.User", models.CASCADE, verbose_name="上传人", related_name="+")
    uploaded_at = models.DateTimeField("上传时间")
    used_at = models.DateTimeField("导入时间", null=True, blank=True)

    objects = ImportFileQuerySet.as_manager()

    class Meta:
        verbose_name = "导入文件"
        verbose_name_plural = "导入文件"

    def __str__(self) -> str:
        return self.name
