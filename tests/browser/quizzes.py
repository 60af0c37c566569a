"""Passing a lesson's quiz as somebody does who has not read it: one answer after the other."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

CHECK = re.compile("Check my answers|Try again")
MOST_ANSWERS = 6


def by_mouse(answer: Locator) -> None:
    answer.check()


def choose(page: Page, number: int, take: Callable[[Locator], None] = by_mouse) -> None:
    """Of each question that is not right yet, the answer at that place, or its last."""
    for question in page.locator("#quiz fieldset").all():
        if not question.locator(".is-right").count():
            answers = question.locator("input")
            take(answers.nth(min(number, answers.count() - 1)))


def pass_quiz(
    page: Page, take: Callable[[Locator], None] = by_mouse, send: Callable[[Locator], None] = Locator.click
) -> None:
    """Where the lesson has one."""
    if not page.locator("#quiz").count():
        return
    for number in range(MOST_ANSWERS):
        if page.locator("#quiz form").count():
            choose(page, number, take)
            page.locator("#quiz").evaluate("quiz => { quiz.dataset.old = true }")
            send(page.locator("#quiz").get_by_role("button", name=CHECK))
            expect(page.locator("#quiz:not([data-old]) .quiz-verdict").first).to_be_visible()
    expect(page.locator("#quiz")).to_contain_text("You passed on")
