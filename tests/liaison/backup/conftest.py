from pathlib import Path

import pytest


@pytest.fixture
def files_dir(settings, tmp_path: Path) -> Path:
    """A folder of stored files of this test's own; without it a restore would reach the working copy's."""
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR
