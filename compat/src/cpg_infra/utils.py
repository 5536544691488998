# SPDX-License-Identifier: MIT
"""What plugins share."""

from collections.abc import Collection, Mapping
from pathlib import Path

import pulumi

__all__ = ["DEFAULT_ALLOWED_EXTENSIONS", "archive_folder"]

DEFAULT_ALLOWED_EXTENSIONS = frozenset({".py", ".txt", ".json"})


def archive_folder(
    path: str,
    allowed_extensions: Collection[str] = DEFAULT_ALLOWED_EXTENSIONS,
    extra_assets: Mapping[str, pulumi.Asset] | None = None,
) -> pulumi.AssetArchive:
    """Returns the files of a folder, without folders in it, as an archive.

    Only files whose names end as allowed are taken. Extra assets come beside them, and take the
    place of a file of the same name.

    >>> archive_folder("function/", extra_assets={"VERSION": pulumi.StringAsset("1")})
    """
    assets: dict[str, pulumi.Asset | pulumi.Archive] = {
        file.name: pulumi.StringAsset(file.read_text(encoding="utf-8"))
        for file in sorted(Path(path).iterdir())
        if file.name.endswith(tuple(allowed_extensions)) and file.name not in (extra_assets or {})
    }
    return pulumi.AssetArchive(assets | dict(extra_assets or {}))
