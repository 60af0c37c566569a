"""Thirty worksheets cost what one costs."""

from pathlib import Path

import pytest
from django.test import Client

from curriculum.models import Lesson, Worksheet, WorksheetVersion
from members.models import Venture
from program.tenancy.scope import program_scope
from tests.cast import Cast
from tests.curriculum.content import Loader, write_folder
from tests.curriculum.worksheets.browsing import Sheets, queries, read

ASKS = "{title: A sheet, fields: [{name: who, kind: line, label: Who}, {name: why, kind: text, label: Why}]}"
LIST = "/admin/curriculum/worksheet/"


@pytest.fixture
def many(load: Loader, tmp_path: Path) -> None:
    load(write_folder(tmp_path, 30, worksheet=ASKS))


def fill_in(cast: Cast, venture: Venture, lessons: list[Lesson]) -> None:
    with program_scope(cast.a.pk):
        sheets = Worksheet.objects.bulk_create(Worksheet(lesson=lesson, venture=venture) for lesson in lessons)
        asked = [{"name": name, "kind": "line", "label": name} for name in ("who", "why")]
        for number in (1, 2):
            WorksheetVersion.objects.bulk_create(
                WorksheetVersion(
                    worksheet=sheet, number=number, answers={"who": "Them"}, fields=asked, saved_by=cast.bob
                )
                for sheet in sheets
            )


def test_queries_of_the_list_are_the_same_at_1_and_30_worksheets(
    many: None, alices: Sheets, venture: Venture, cast: Cast
) -> None:
    first, *others = Lesson.objects.filter(module__slug="many").order_by("position")
    fill_in(cast, venture, [first])
    once = queries(alices.browser, "/worksheets/")
    assert alices.page("/worksheets/").count("sheet-row-title") == 30
    fill_in(cast, venture, others)
    assert queries(alices.browser, "/worksheets/") == once == 4
    assert read(alices.page("/worksheets/")).count("1 of 2 filled in") == 30


def test_queries_of_the_coachs_list_are_the_same_at_1_and_30_worksheets(
    many: None, dana: Client, venture: Venture, cast: Cast
) -> None:
    first, *others = Lesson.objects.filter(module__slug="many").order_by("position")
    fill_in(cast, venture, [first])
    once = queries(dana, LIST)
    fill_in(cast, venture, others)
    assert queries(dana, LIST) == once
    assert dana.get(LIST).content.decode().count("Herring") == 30
