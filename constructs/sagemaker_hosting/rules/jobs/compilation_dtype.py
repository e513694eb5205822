"""SMH1855."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.jobs import COMPILATION_DTYPES
from sagemaker_hosting.rules._jobs import CREATE_COMPILATION, shapes_of
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, View


class CompilationDtype(RequestRule):
    """PyTorch inputs are float32 when compiled for instances, unless dtype says int64."""

    id = "SMH1855"
    title = "data type that the compiler does not know"
    actions = (CREATE_COMPILATION,)
    facts = ("neo-dtype-and-version",)
    pages = (481, 482, 487, 488, 495)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_OutputConfig.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for a data type that is neither."""
        options = request.get("OutputConfig/CompilerOptions")
        read = shapes_of(options.text) if options.text is not None else None
        if not isinstance(read, dict):
            return
        for name in ("dtype", "DTYPE"):
            given = read.get(name)
            if isinstance(given, str) and given not in COMPILATION_DTYPES.value:
                yield self.finding(
                    resource,
                    options,
                    f"{name} is {given!r}, which the compiler does not know",
                    f"set it to {' or '.join(COMPILATION_DTYPES.value)}",
                )
