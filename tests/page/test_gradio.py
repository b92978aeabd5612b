"""What gradio does beside drawing the page."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import assistant.page  # noqa: F401 - so that gradio loads as it does for the page


def test_no_type_stubs_are_written_when_a_component_is_loaded(tmp_path: Path) -> None:
    source = tmp_path / "own_component.py"
    source.write_text("import gradio\n\nclass Own(gradio.HTML):\n    pass\n", encoding="utf-8")
    spec = spec_from_file_location("own_component", source)
    assert spec and spec.loader
    spec.loader.exec_module(module_from_spec(spec))
    assert [path.name for path in tmp_path.glob("*.pyi")] == []
