"""What a pickle would do, read from its opcodes; nothing is imported or called.

picklescan says which imports are dangerous. It is given their names alone: its own reader takes
every argument into memory, and stumbles over joblib, which writes the bytes of arrays between the
opcodes.
"""

from __future__ import annotations

import io
import logging
import re
import struct
from collections.abc import Iterable
from typing import Final

from sagemaker_hosting.artifact.read.pickle_machine import Machine
from sagemaker_hosting.artifact.read.pickle_values import (
    Imported,
    PickleFacts,
    PickleFlaw,
    Stopped,
    Stream,
)
from sagemaker_hosting.artifact.read.source import Read

_MOST_PICKLES: Final = 64
_TEXT: Final = (
    (
        re.compile(rb"b['\"]\\x80"),
        "it is the printed form of bytes: str(pickle.dumps(...)) was written as text",
    ),
    (re.compile(rb"\xc2\x80[\x02-\x05]"), "its bytes were encoded as UTF-8 text"),
    (re.compile(rb"\xef\xbf\xbd[\x02-\x05]"), "its bytes were decoded as text, and some are lost"),
    (re.compile(rb"gA[JNSW][A-Za-z0-9+/=\r\n]{8,}\Z"), "it is base64 text"),
    (re.compile(rb"800[2-5][0-9a-fA-F]{8,}\Z"), "it is hexadecimal text"),
)


def read_pickle(read: Read) -> PickleFacts:
    """Return what the pickle that ``read`` gives would do.

    Args:
        read: Returns up to so many bytes; none at the end.
    """
    stream = Stream(read)
    facts = PickleFacts()
    head = stream.peek(64)
    if not head:
        facts.flaw, facts.message = PickleFlaw.EMPTY, "it is empty"
        return facts
    for form, message in _TEXT:
        if form.match(head):
            facts.flaw, facts.message = PickleFlaw.TEXT, message
            return facts
    while facts.pickles < _MOST_PICKLES and stream.peek(1):
        try:
            Machine(stream, facts).run()
        except Stopped as stop:
            # What follows a whole pickle need not be one: tensors of old PyTorch files, for one.
            if facts.pickles == 0 or stop.flaw is PickleFlaw.TOO_LONG:
                facts.flaw, facts.message = stop.flaw, stop.message
            break
        facts.pickles += 1
    if facts.imports:
        facts.dangerous = dangerous_imports(facts.imports)
    return facts


def dangerous_imports(imports: set[Imported]) -> set[Imported]:
    """Return which of the names picklescan calls dangerous.

    A name may lead through other modules: ``os.system`` in a module that imports ``os``.
    """
    from picklescan import scanner  # imports an HTTP client

    meant: dict[Imported, set[Imported]] = {}
    for module, name in imports:
        parts = name.split(".")
        for end in range(1, len(parts)):
            through = ".".join(parts[:end]), ".".join(parts[end:])
            meant.setdefault(through, set()).add((module, name))
        meant.setdefault((module, name), set()).add((module, name))
    logging.getLogger("picklescan").addHandler(logging.NullHandler())
    result = scanner.scan_pickle_bytes(io.BytesIO(_pickle_of(meant)), "pickle")
    return {
        original
        for found in result.globals
        if found.safety is scanner.SafetyLevel.Dangerous
        for original in meant.get((found.module, found.name), ())
    }


def _pickle_of(imports: Iterable[Imported]) -> bytes:
    """Return a pickle that imports these names and does nothing else."""
    written = bytearray(b"\x80\x04")
    for imported in sorted(imports):
        for text in imported:
            raw = text.encode("utf-8", "surrogatepass")
            written += b"X" + struct.pack("<I", len(raw)) + raw
        written += b"\x930"
    return bytes(written + b"N.")
