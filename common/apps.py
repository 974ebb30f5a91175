from django.apps import AppConfig
from django.core import checks


class CommonConfig(AppConfig):
    name = "common"
    verbose_name = "通用"

    def ready(self) -> None:
        from common.encryption.keys import key_has_its_own_place

        checks.register(key_has_its_own_place)
