# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Whether pg-opt says of a misfit what PyGlove says: at which place, and what is wrong with it.

PyGlove stops at the first misfit, names the path within the object that it was building, and shows
values whole; pg-opt names all, with their whole paths, and abbreviates.
"""

import re

_LINE = re.compile(r"^\S*?:\d+:\d+: error: (.*)$", re.MULTILINE)
_PATH = re.compile(r"\((?:path|Path)='?(.*?)'?(?:, ValueSpec=.*)?\)?$", re.DOTALL)


def about(stderr: str, key: str) -> list[tuple[str, str]]:
    """Path and message of each error below a key of the root."""
    return [
        (path, message)
        for path, message in _all(stderr)
        if re.match(re.escape(key) + r"($|[.\[])", path)
    ]


def _all(stderr: str) -> list[tuple[str, str]]:
    """Path and message of each error; the path is that in a value that is under construction."""
    return [tuple(line.partition(": ")[::2]) for line in _LINE.findall(stderr)]


def agree(error: Exception, stderr: str, key: str | None) -> bool:
    """Whether one of pg-opt's errors (about a key) is the one that PyGlove raised."""
    path, subject = _expected(error)
    found = about(stderr, key) if key else _all(stderr)
    subjects = [_subject(message) for _, message in found]
    # What is missing is told when a file is known to fit, and before a new component is checked;
    # and of the candidate of a union for a value, what does not fit is told.
    # A key too many is told of before what the component holds is looked at.
    is_told_otherwise = (
        _MISSING in (subject, *subjects) or _SURPLUS in subjects or subject in _NO_CANDIDATE
    )
    return (is_told_otherwise and bool(found)) or any(
        (not path or _ends_with(said, path)) and subject == own
        for (said, _), own in zip(found, subjects)
    )


def _ends_with(whole: str, path: str) -> bool:
    """Whether one path is the end of another; or of one that is the end of it."""
    return any(
        a == b or (a.endswith(b) and (b.startswith("[") or a[-len(b) - 1] == "."))
        for a, b in [(whole, path), (path, whole)]
    )


def _expected(error: Exception) -> tuple[str, tuple[str, ...]]:
    text = str(error.args[0]) if isinstance(error, KeyError) and error.args else str(error)
    found = _PATH.search(text)
    return (found.group(1) if found else "", _subject(text))


_SURPLUS = ("",)
_MISSING = ("Required value is not specified",)
_NO_CANDIDATE = [
    ("does not match any candidate of",),
    ("cannot be assigned to an incompatible field",),
]
_SUBJECTS = [
    r"(Expect) (.*) but encountered (.*?)(?=: |$)",
    r"(Value) .* (is out of range) \((.*?)\)",
    r"(Value cannot be None)",
    r"(Frozen field is not assignable)",
    r"(String) .* (does not match regular expression) '(.*?)'\.",
    r"(Value) .* (is not in candidate list)",
    r"(Length of) (?:list|tuple) .* (is (?:greater|less) than (?:max|min) size) (\(\d+\))",
    r"(Length of input tuple) (\(\d+\)) does not match the length of spec (\(\d+\))",
    r"(Value is not callable)",
    r"(Required value is not specified)",
    r"(is not a subclass of)",
    r"(does not match any candidate of)",
    r"(cannot be assigned to an incompatible field)",
    r"()(?:Keys|Key) (?:\['.*'\]|'.*') (?:is|are) not allowed",
    r"()got unexpected keyword argument",
    r"()'.*' is not one of its fields",
    r"(int too large to convert to float)",
]


def _subject(message: str) -> tuple[str, ...]:
    if re.search(r"missing \d+ required argument|is required and nothing gives it", message):
        return _MISSING
    if re.search(r"required (field|key) '.*' .*is missing", message):
        return _MISSING
    for pattern in _SUBJECTS:
        found = re.search(pattern, message, re.DOTALL)
        if found:
            return tuple(map(_normal, found.groups()))
    return (message,)


def _normal(part: str) -> str:
    """Classes by their last names, those of a union in order; a metaclass is a type."""
    names = sorted(re.findall(r"<class '(?:[\w<>]*\.)*(\w+)'>", part.replace("ObjectMeta", "type")))
    return " ".join(names) if names else part
