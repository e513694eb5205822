"""SMH0785."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding


class VolumeTooSmall(ArtifactRule):
    """The model is unpacked on the volume of the instance. Beyond 30 GB, and on an instance
    without a disk of its own, ``VolumeSizeInGB`` has to be raised to a little more than the
    model.
    """

    id = "SMH0785"
    title = "a volume that holds the unpacked model"
    facts = ("lmi-volume-size",)
    pages = (311,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/large-model-inference-hosting.html"
    of_size = True

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        size = contents.unpacked_bytes
        if declared.volume_gb is None or declared.local_nvme is not False:
            return
        if size > declared.volume_gb * 2**30:
            wanted = size // 2**30 + 1 + (contents.packed_bytes or 0) // 2**30
            yield self.finding(
                "",
                f"it unpacks to {size / 2**30:.1f} GiB, and the volume has {declared.volume_gb}",
                f"set VolumeSizeInGB (volume_size) to {min(wanted + 2, 512)}",
            )
