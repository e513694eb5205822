"""SMH1853."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._jobs import CREATE_COMPILATION
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.template.view import Resource, View


class CompilationArchive(RequestRule):
    """The model to compile is packed in a gzipped tar archive, whatever its framework."""

    id = "SMH1853"
    title = "compilation of what is no archive"
    actions = (CREATE_COMPILATION,)
    facts = ("neo-tar-gz-and-files",)
    pages = (473, 475, 489, 565, 569)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/neo-compilation-preparing-model.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for an address that names another file."""
        address = request.get("InputConfig/S3Uri")
        text = outline(address.raw)
        if text is not None and not text.endswith((".tar.gz", "}")):
            yield self.finding(
                resource,
                address,
                f"the model is {text.rpartition('/')[2]!r}, and no .tar.gz",
                "pack the model's files into a .tar.gz archive and give its address",
            )
