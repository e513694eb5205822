"""The records of an extended (pax) header of a tar archive."""

from __future__ import annotations

from sagemaker_hosting.artifact.read.damage import Damage, Flaw


def parse_pax(data: bytes, last: str) -> dict[str, str]:
    """Return the records ``LENGTH KEY=VALUE`` that a member's own header does not say.

    Args:
        data: The content of the extended header.
        last: The member before it, for the message.

    Raises:
        Damage: A record is malformed.
    """
    records: dict[str, str] = {}
    at = 0
    while at < len(data):
        space = data.find(b" ", at, at + 12)
        digits = data[at:space]
        length = int(digits) if space > at and digits.isdigit() else 0
        end = at + length
        if length <= space - at or end > len(data) or data[end - 1 : end] != b"\n":
            raise Damage(
                Flaw.BAD_HEADER, f"a record of an extended header is malformed{_after(last)}", last
            )
        key, equals, value = data[space + 1 : end - 1].partition(b"=")
        if not equals or not key:
            raise Damage(
                Flaw.BAD_HEADER, f"a record of an extended header is malformed{_after(last)}", last
            )
        records[key.decode("utf-8", "surrogateescape")] = value.decode("utf-8", "surrogateescape")
        at = end
    return records


def _after(last: str) -> str:
    return f", after {last!r}" if last else ""
