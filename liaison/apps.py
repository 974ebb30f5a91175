from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps
from django.conf import settings
from django.contrib.admin.apps import SimpleAdminConfig
from django.db.models.signals import post_migrate


class LiaisonConfig(AppConfig):
    default = True
    name = "liaison"
    verbose_name = "系统"

    def ready(self) -> None:
        # Django signals only apps that have models; any one of them serves, for seed_all looks at them all.
        post_migrate.connect(seed_all, sender=apps.get_app_config("accounts"))


class LiaisonAdminConfig(SimpleAdminConfig):
    """Django's admin with our site; ``autodiscover`` as in its own AdminConfig."""

    default_site = "liaison.admin.LiaisonAdminSite"

    def ready(self) -> None:
        super().ready()
        self.module.autodiscover()


def seed_all(*, using: str, **kwargs) -> None:
    """Run every app's ``seed.py``, lowest floor first; an app whose tables are not all there yet is left out.

    Django makes permissions app by app in its own receivers; the roles need them all, so they are made here first.
    """
    from django.contrib.auth.management import create_permissions
    from django.db import connections

    tables = set(connections[using].introspection.table_names())
    ready = [
        config
        for config in apps.get_app_configs()
        if all(model._meta.db_table in tables for model in config.get_models(include_auto_created=True))
    ]
    if not all(apps.get_app_config(name) in ready for name in ("auth", "contenttypes", "accounts")):
        return
    for config in ready:
        create_permissions(config, verbosity=0, using=using)
    for name in reversed(settings.LOCAL_APPS):
        if apps.get_app_config(name) in ready and find_spec(f"{name}.seed"):
            import_module(f"{name}.seed").seed()
