# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""JSON files, read strictly and written whole or not at all."""

import json
import os
import tempfile
from typing import Any

from pgopt.names import ExportError


def read_json(path: str | os.PathLike) -> Any:
    """A file's JSON value; a duplicate key is an error, as it is for pg-opt."""
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file, object_pairs_hook=_unique)
    except OSError as error:
        raise ExportError(f"{os.fspath(path)}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise ExportError(f"{os.fspath(path)}: {error}") from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for name, value in pairs:
        if name in result:
            raise ValueError(f"duplicate key {name!r}")
        result[name] = value
    return result


def write_text(path: str | os.PathLike, text: str) -> None:
    """Replaces a file by a temporary one beside it; writes into a pipe or device directly."""
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        else:
            _replace(os.path.realpath(path), text)
    except OSError as error:
        raise ExportError(f"{os.fspath(path)}: {error.strerror}") from error


def _replace(target: str, text: str) -> None:
    descriptor, temporary = tempfile.mkstemp(
        dir=os.path.dirname(target), prefix=os.path.basename(target) + "."
    )
    try:
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(temporary, _mode(target))
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def _mode(path: str) -> int:
    """The permissions of a file, or those that a new one would get."""
    try:
        return os.stat(path).st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
