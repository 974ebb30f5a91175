from django.db import models


class SeededGrant(models.Model):
    """A right that seed gave to a role once.

    What an office takes away stays away, and what a new version adds arrives.
    """

    role = models.CharField("角色", max_length=30)
    permission = models.CharField("权限", max_length=100)

    class Meta:
        verbose_name = "预置权限"
        verbose_name_plural = "预置权限"
        constraints = [models.UniqueConstraint(fields=["role", "permission"], name="seeded_grant_once")]

    def __str__(self) -> str:
        return f"{self.role} {self.permission}"
