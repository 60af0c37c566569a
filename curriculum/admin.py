"""The room's pages for staff, each written beside what it is about."""

from curriculum.diagnostic import admin as diagnostic_admin
from curriculum.editing import admin as editing_admin
from curriculum.learning import completion_admin, facts_admin, openings_admin
from curriculum.library import admin as library_admin
from curriculum.questions import admin as question_admin
from curriculum.worksheets import admin as worksheet_admin

__all__ = [
    "completion_admin",
    "diagnostic_admin",
    "editing_admin",
    "facts_admin",
    "library_admin",
    "openings_admin",
    "question_admin",
    "worksheet_admin",
]
