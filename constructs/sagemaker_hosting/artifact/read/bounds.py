"""How much of an archive is read before it is refused.

None of these is a quota of SageMaker. They are far beyond any model that has been seen, and low
enough that a hostile archive costs seconds and a few MiB of memory.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What an archive may cost.

    Attributes:
        members: Files, directories and links. Default: 100,000.
        name_bytes: All names together. Default: 32 MiB.
        unpacked_bytes: All files together. Default: 10 TiB.
        ratio: Unpacked over packed bytes, looked at beyond ``ratio_floor``. Default: 200. Trained
            weights reach 2 at most; zeros, as in a freshly made embedding, are what reaches 1,000.
        ratio_floor: Unpacked bytes before ``ratio`` counts. Default: 256 MiB.
        header_bytes: One extended header; it holds a name and a few attributes. Default: 1 MiB.
        headers_in_a_row: Extended headers before one member. Default: 8.
    """

    members: int = 100_000
    name_bytes: int = 32 * 1024**2
    unpacked_bytes: int = 10 * 1024**4
    ratio: int = 200
    ratio_floor: int = 256 * 1024**2
    header_bytes: int = 1024**2
    headers_in_a_row: int = 8
