from django.apps import AppConfig
from django.core import checks


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "账号与审计"

    def ready(self) -> None:
        from accounts import files, receivers  # noqa: F401  (connects the receivers)

        checks.register(files.folder_is_fit)
