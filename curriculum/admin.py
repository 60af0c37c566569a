"""The room's pages for staff, each written beside what it is about."""

from curriculum.learning.completion_admin import CompletionAdmin
from curriculum.learning.facts_admin import LessonProgressAdmin, QuizAttemptAdmin
from curriculum.learning.openings_admin import OpeningAdmin
from curriculum.shared.admin import LessonAdmin, ModuleAdmin

__all__ = [
    "CompletionAdmin",
    "LessonAdmin",
    "LessonProgressAdmin",
    "ModuleAdmin",
    "OpeningAdmin",
    "QuizAttemptAdmin",
]
