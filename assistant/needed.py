"""What the commands need; each name is imported on first use, so that a command waits only for what it uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.on_first_use import on_first_use

if TYPE_CHECKING:
    from assistant.access import kept
    from assistant.access.several import checked_names
    from assistant.api.mcp_tools import serve_stdio
    from assistant.assistant import Assistant
    from assistant.doctor import examine
    from assistant.evaluation import evaluate_command
    from assistant.evaluation.question_files.from_feedback import write_feedback
    from assistant.presenting.quoted import quoted, who_is_meant
    from assistant.server import serve, serve_by_workers
    from assistant.serving.additions import note_added
    from assistant.serving.audit import Audit, at_terminal
    from assistant.serving.conversations import Conversations
    from assistant.serving.logs import write_logs
    from assistant.serving.shared import shared_at
    from assistant.serving.workers import this_worker
    from assistant.settings import read_settings
    from assistant.terminal import (
        contradicted,
        interrupted,
        plain,
        progress_bar,
        show_answer,
        show_article,
        show_changes,
        show_checked,
        show_findings,
        show_headings,
        show_people,
        show_report,
        show_said,
        show_turn,
        until_stopped,
    )
    from index.library import SAMPLES, Library, Progress
    from index.loading.drafts import read_draft

__getattr__ = on_first_use(__name__)
