"""SMH0744."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.artifact.script.parse import handler_script
from sagemaker_hosting.artifact.script.walk import dotted, module_nodes
from sagemaker_hosting.core.findings import Finding, Severity

_EFFECTS: Final = tuple(
    (re.compile(form), why)
    for form, why in (
        (r"subprocess\.\w+|os\.(system|popen|exec\w+|spawn\w+)", "it starts a program"),
        (r"pip\.main|.*\.parse_args", "the server's own arguments are not the script's"),
        (r"requests\.\w+|urllib\.request\.\w+|.*\.download_file(obj)?", "it needs the network"),
        (r"(.*\.)?from_pretrained|(.*\.)?snapshot_download|hf_hub_download", "it may download"),
        (r"torch\.load|joblib\.load|pickle\.load|torch\.jit\.load", "model_dir is not known yet"),
        (r"(app|application|server)\.run|uvicorn\.run|.*\.serve_forever", "it never returns"),
        (r"input|breakpoint|pdb\.set_trace", "nobody can answer"),
        (r"sys\.exit|exit|quit|os\._exit", "it ends the worker"),
        (r"(model|clf|estimator|trainer|pipeline|pipe)\.(fit|train)", "it trains"),
    )
)


class ImportSideEffect(ArtifactRule):
    """Each worker imports the script, before the model is loaded. Training, downloads, servers
    and command-line parsing at the top of the module run then, once for each worker, or end
    it.
    """

    id = "SMH0744"
    title = "nothing but definitions on import"
    severity = Severity.WARNING
    facts = ("toolkit-default-module",)
    url = "https://github.com/aws/sagemaker-inference-toolkit"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        script = handler_script(contents, declared)
        if script is None:
            return
        for node in module_nodes(script):
            if isinstance(node, ast.Call):
                name = dotted(node.func)
                reason = next((why for form, why in _EFFECTS if form.fullmatch(name)), "")
                if reason:
                    yield self.finding(
                        script.path,
                        f"{name}(...) runs when the script is imported: {reason}",
                        "call it in model_fn, or below if __name__ == '__main__'",
                        line=node.lineno,
                        column=node.col_offset + 1,
                    )
