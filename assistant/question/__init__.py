"""Works out what is asked from the typed words and the conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.on_first_use import on_first_use

if TYPE_CHECKING:
    from assistant.question.articles_meant import context_of, points
    from assistant.question.asked_times import LOOKED_THROUGH, prefer
    from assistant.question.bare import bare as stripped
    from assistant.question.bare import instructions_of, without_instructions
    from assistant.question.follow_ups import (
        answered_so_far,
        asked_last,
        asks_for_more,
        leans,
        points_back,
        stand_alone,
        text_of,
    )
    from assistant.question.listings import next_listing
    from assistant.question.parts import leans_on_somebody, parts_of
    from assistant.question.plan import Plan, make_plan, read_limits
    from assistant.question.question import LONGEST_SOUGHT, read_question
    from assistant.question.small_talk import Talk
    from assistant.question.small_talk import small_talk as small_talk_in
    from assistant.question.spelling import with_function_words

__getattr__ = on_first_use(__name__)
